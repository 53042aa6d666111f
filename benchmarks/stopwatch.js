// Put into every page before its own scripts. Tells when the answer to one click, or a first load, can be seen:
//   page     the heading of the asked page stands
//   chart    the first chart of the answer, new or drawn over, is in the frame about to be shown
//   settled  the last change of the page, once Streamlit is done and nothing has moved for QUIET ms
// Times are milliseconds from the click or, for a first load, from the start of navigation.
(() => {
  const QUIET = 250, PATIENCE = 30000;
  const PICTURE = '[data-testid="stVegaLiteChart"] svg.marks';
  let lap = null;

  const heading = () => document.querySelector('[data-testid="stMain"] h1')?.textContent ?? '';
  const running = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== 'notRunning';
  const pictured = node => node.nodeType === Node.ELEMENT_NODE && node.closest(PICTURE);
  const drawing = record => pictured(record.target) || [...record.addedNodes].some(pictured);

  const look = () => {
    if (lap.done) return;
    const now = performance.now();
    if (lap.page === null && heading() && heading() !== lap.left) lap.page = now;
    if (lap.chart === null && lap.page !== null && lap.drawn) lap.chart = now;
    const quiet = now - lap.moved > QUIET && lap.page !== null && (lap.chart !== null || !lap.charts);
    lap.late = now - lap.from > PATIENCE;
    lap.done = lap.late || (quiet && !running());
    requestAnimationFrame(look);
  };
  const start = from => { lap.from = lap.moved = from; requestAnimationFrame(look); };
  const prepare = (left, charts) => {
    lap = { left, charts, from: null, moved: null, page: null, chart: null, drawn: false, done: false, late: false };
  };

  new MutationObserver(records => {
    if (!lap || lap.from === null || lap.done) return;
    if (records.some(record => record.type !== 'attributes')) lap.moved = performance.now();
    if (!lap.drawn && heading() !== lap.left) lap.drawn = records.some(drawing);
  }).observe(document, { childList: true, subtree: true, characterData: true, attributeFilter: ['d', 'transform'] });

  window.stopwatch = {
    // Get ready for the next click. stays: the answer has the same heading; charts: it has charts.
    arm(stays, charts) {
      prepare(stays ? '' : heading(), charts);
      window.addEventListener('click', () => start(performance.now()), { capture: true, once: true });
    },
    // Measure from the start of navigation.
    load(charts) { prepare('', charts); start(0); },
    done: () => lap !== null && lap.done,
    read() {
      const since = at => at === null ? null : at - lap.from;
      return { page: since(lap.page), chart: since(lap.chart), settled: since(lap.moved), late: lap.late };
    },
  };
})();
