"use strict";
// Charts, drawn by Chart.js when they come into view: a county's years, the trend by province, the distribution.
// A canvas is mute, so every chart stands beside the same numbers as text or in a table.
(() => {
  const { el } = X;
  let drawn = [];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  const plans = new WeakMap();
  const drawOne = (canvas) => {
    seen.unobserve(canvas);
    if (!Chart.getChart(canvas)) drawn.push(new Chart(canvas, plans.get(canvas)()));
  };
  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => { if (entry.isIntersecting) drawOne(entry.target); }), { rootMargin: "200px" });
  // What is printed is the whole page.
  addEventListener("beforeprint", () => document.querySelectorAll("main canvas").forEach(drawOne));

  // What the page showed before goes, then the canvases that are now in the page are watched.
  X.drawn = () => {
    drawn.forEach((chart) => chart.destroy());
    drawn = [];
    seen.disconnect();
    document.querySelectorAll("main canvas").forEach((canvas) => seen.observe(canvas));
  };

  // A canvas in a box of a fixed height; `plan` makes Chart.js's configuration when it is seen.
  const chart = (kind, words, plan) => {
    const canvas = el("canvas", words ? { role: "img", "aria-label": words } : { "aria-hidden": "true" });
    plans.set(canvas, plan);
    return el("div", { class: "chart " + kind }, canvas);
  };
  const base = () => ({ responsive: true, maintainAspectRatio: false, animation: false, font: { family: "inherit" } });
  const font = (size = 11) => ({ family: getComputedStyle(document.body).fontFamily, size });
  const axis = (more = {}) => ({ grid: { color: colour("line") }, border: { display: false }, ...more, ticks: { color: colour("faint"), font: font(), ...more.ticks } });

  // Years as bars; a year that the county does not state stays empty, a flagged one is pale.
  X.years = (cells, first, last, unit) => chart("years", null, () => {
    const years = Array.from({ length: last - first + 1 }, (_, place) => first + place);
    const by = new Map(cells.map((cell) => [cell[0], cell]));
    return {
      type: "bar",
      data: { labels: years, datasets: [{
        data: years.map((year) => by.get(year)?.[1] ?? null),
        backgroundColor: years.map((year) => (/[ciDUSM]/.test(by.get(year)?.[2] ?? "") ? colour("warn-fill") : year === last ? colour("data") : colour("data-soft"))),
        borderRadius: 2, maxBarThickness: 34, minBarLength: 2,
      }] },
      options: { ...base(), plugins: { legend: { display: false }, tooltip: { displayColors: false, callbacks: { label: (item) => X.exact(item.raw, unit) } } },
        scales: { x: { display: false }, y: { display: false, beginAtZero: true } } },
    };
  });

  const LINES = ["line-1", "line-2", "line-3", "line-4", "line-5", "line-6"];
  // Lines over the years: `lines` are { name, points: Map(year → value), strong }.
  X.trend = (words, years, lines, unit) => chart("trend", words, () => ({
    type: "line",
    data: { labels: years, datasets: lines.map((line, place) => {
      const shade = line.strong ? colour("ink") : colour(LINES[place % LINES.length]);
      return { label: line.name, data: years.map((year) => line.points.get(year) ?? null), borderColor: shade, backgroundColor: shade, borderWidth: line.strong ? 3 : 1.75, pointRadius: 3, tension: 0, spanGaps: false };
    }) },
    options: { ...base(), interaction: { mode: "index", intersect: false },
      plugins: { legend: { position: "bottom", labels: { color: colour("ink"), font: font(12), boxWidth: 14, boxHeight: 2 } },
        tooltip: { callbacks: { label: (item) => item.dataset.label + ": " + X.exact(item.raw, unit) } } },
      scales: { x: axis({ grid: { display: false } }), y: axis({ beginAtZero: true, ticks: { maxTicksLimit: 6, callback: (value) => X.short(value, unit) } }) } },
  }));

  // How many counties lie in each span of values; the spans are even in the logarithm where the values spread far.
  X.distribution = (words, values, unit) => {
    const spans = X.spans(values);
    return chart("distribution", words, () => ({
      type: "bar",
      data: { labels: spans.map((span) => X.short(span.from, unit) + " – " + X.short(span.to, unit)),
        datasets: [{ data: spans.map((span) => span.count), backgroundColor: colour("data"), borderRadius: 2, categoryPercentage: 1, barPercentage: 0.94 }] },
      options: { ...base(), plugins: { legend: { display: false }, tooltip: { displayColors: false, callbacks: { label: (item) => X.t("map_counties", { count: item.raw }) } } },
        scales: { x: axis({ grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 12 } }), y: axis({ beginAtZero: true, ticks: { precision: 0, maxTicksLimit: 5 } }) } },
    }));
  };

  X.spans = (values) => {
    const sorted = [...values].sort((a, b) => a - b), low = sorted[0], high = sorted[sorted.length - 1];
    const far = low > 0 && high / low > 50;
    const there = far ? Math.log : (value) => value, back = far ? Math.exp : (value) => value;
    const bins = Math.max(1, Math.min(16, Math.ceil(Math.sqrt(sorted.length)), high === low ? 1 : 16));
    const step = (there(high) - there(low)) / bins || 1;
    const spans = Array.from({ length: bins }, (_, place) => ({ from: back(there(low) + place * step), to: back(there(low) + (place + 1) * step), count: 0 }));
    sorted.forEach((value) => { spans[Math.min(bins - 1, Math.floor((there(value) - there(low)) / step))].count += 1; });
    return high === low ? [{ from: low, to: low, count: sorted.length }] : spans;
  };
})();
