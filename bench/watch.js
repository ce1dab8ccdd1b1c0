// Runs in the page before anything else and notes when numbers and charts stand on the screen, in ms since
// the navigation or since the click that was announced. NUMBERS is the selector of the numbers.
(() => {
  const seen = (each) => each.getClientRects().length > 0 && getComputedStyle(each).visibility === "visible";
  const numbers = () => [...document.querySelectorAll(NUMBERS)].filter(seen)
    .map((each) => each.textContent.trim()).join(" ");
  const drawn = () => [...document.querySelectorAll(".js-plotly-plot")].filter(
    (plot) => seen(plot) && plot.querySelector(".cartesianlayer .trace"));
  const series = () => JSON.stringify(drawn().map((plot) => plot.data.map((trace) => [trace.x, trace.y])));
  const watch = window.watched = {firstNumber: null, numbers: 0, charts: 0, drawn: 0, changed: 0, since: 0};
  let shown = "", course = "[]";
  const look = () => {
    const now = performance.now();
    if (numbers() !== shown) {
      shown = numbers();
      watch.firstNumber ??= now - watch.since;
      watch.numbers = now - watch.since;
      watch.changed = now;
    }
    if (series() !== course) {
      course = series();
      watch.drawn = drawn().length;
      watch.charts = now - watch.since;
      watch.changed = now;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.watchNextClick = () => {
    addEventListener("click", () => {
      Object.assign(watch, {firstNumber: null, numbers: 0, charts: 0, since: performance.now()});
    }, {capture: true, once: true});
  };
})();
