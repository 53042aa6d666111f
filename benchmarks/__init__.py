"""How fast the dashboard answers, measured as a reader feels it and set beside two other apps.

    python -m benchmarks           every measure, as medians and as ratios to the floor and to a plain pandas app
    python -m benchmarks.soak      memory over thousands of runs, for each way of collecting garbage
    python -m benchmarks.images    the screenshots in docs/images/

`serving` starts and stops the apps, `browser` drives Chromium, `wire` speaks Streamlit's websocket protocol. The tests
in `tests/browser/` use the first two as well, so that there is one home for each. Nothing here is part of the product.
"""
