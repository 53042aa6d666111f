"""How fast the dashboard answers, as a reader feels it and beside two other apps; and how good its matching is.

    python -m benchmarks           every measure, as medians and as ratios to the floor and to a plain pandas app
    python -m benchmarks.intake    a million rows and a large workbook taken in, and the made-up city prepared
    python -m benchmarks.matching  who is who, on records whose truth is known, beside the obvious rule; and its time
    python -m benchmarks.fuzz      ten thousand spoiled department files: every row accounted for
    python -m benchmarks.kills     imports killed, and two at once: every version whole
    python -m benchmarks.soak      memory over thousands of runs, for each way of collecting garbage
    python -m benchmarks.images    the screenshots in docs/images/

`serving` starts and stops the apps, `browser` drives Chromium, `wire` speaks Streamlit's websocket protocol. The tests
in `tests/browser/` use the first two as well, so that there is one home for each. Nothing here is part of the product.
"""
