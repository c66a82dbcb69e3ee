"use strict";
// The first page: what this is, shown on one sentence; the search, the map, and where to start.
(() => {
  const { el } = X;
  const YEARS = 6;
  let code = null, year = null;

  const example = (indicators) => {
    const one = X.site.example;
    if (!one) return null;
    const indicator = indicators.find((candidate) => candidate.code === one.indicator);
    const before = one.quote.slice(0, one.begin), after = one.quote.slice(one.begin + one.text.length);
    const href = X.reportAt(one.report_id, one.start, one.ordinal);
    const by = new Map(one.trend), last = Math.max(...by.keys()), first = Math.max(Math.min(...by.keys()), last - YEARS + 1);
    const years = Array.from({ length: last - first + 1 }, (_, place) => first + place);
    return el("section", { class: "example", "aria-label": X.t("example_from") },
      el("div", { class: "from" }, el("h2", {}, X.t("example_from")),
        el("blockquote", { lang: "zh-CN" }, before, el("mark", {}, one.text), after),
        el("p", {}, el("a", { href }, X.t("example_open")))),
      el("div", { class: "to" }, el("h2", {}, X.t("example_to")),
        el("p", { class: "of" }, el("a", { href: X.url("county", { code: one.page }) }, el("span", { lang: "zh-CN" }, one.county_name)), " · ",
          el("a", { href: X.url("indicator", { code: one.indicator }) }, indicator.name)),
        X.years(one.trend.map(([at, value]) => [at, value, ""]), first, last, one.unit),
        el("ol", { class: "under" }, years.map((at) => el("li", {}, by.has(at) ? X.short(by.get(at), one.unit) : "–", el("small", {}, at))))));
  };

  const stats = () => {
    const { counties, reports, figures, issues, first_year: first, last_year: last } = X.site.release;
    const one = (value, words) => el("div", {}, el("dd", {}, value), el("dt", {}, words));
    return el("dl", { class: "stats" }, one(X.count(counties), X.t("stat_counties")), one(first === null ? "–" : first === last ? first : first + "–" + last, X.t("stat_years")),
      one(X.count(reports), X.t("stat_reports")), one(X.count(figures), X.t("stat_figures")), one(X.count(issues), X.t("stat_issues")));
  };

  const map = async (indicators) => {
    const offered = indicators.filter((one) => one.headline && one.counties);
    const choices = offered.length ? offered : indicators.filter((one) => one.counties);
    if (!choices.length) return null;
    const shown = X.site.example?.indicator;
    code ??= choices.some((one) => one.code === shown) ? shown : [...choices].sort((a, b) => b.counties - a.counties || (a.code < b.code ? -1 : 1))[0].code;
    const indicator = indicators.find((one) => one.code === code);
    const about = await X.load("indicator/" + code + "/about");
    const years = about.years.map((row) => row[0]);
    if (!years.includes(year)) year = [...about.years].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0][0];
    const values = new Map(Object.entries(about.provinces ?? {}).flatMap(([province, rows]) =>
      rows.filter((row) => row[0] === year).map((row) => [province, { value: row[1], count: row[2] }])));
    const open = X.url("indicator", { code, year });
    return el("section", { class: "mapping" }, el("h2", {}, X.t("map_title"), ": ", indicator.name),
      el("div", { class: "choices" },
        X.choice(X.t("choose_indicator"), choices.map((one) => [one.code, one.name]), code, (value) => { code = value; X.redraw(); }),
        X.choice(X.t("choose_year"), years.map((at) => [at, at]), year, (value) => { year = Number(value); X.redraw(); }),
        el("a", { class: "button", href: open }, X.t("open_indicator"))),
      X.tileMap(X.t("map_title") + ": " + indicator.name, values, indicator.unit, null, (province) => { location.href = X.url("indicator", { code, year, province }); }),
      el("p", { class: "note" }, X.t("map_note")));
  };

  const starts = (indicators, counties) => {
    const most = [...indicators].filter((one) => one.headline && one.counties).sort((a, b) => b.counties - a.counties).slice(0, 12);
    const richest = [...counties].sort((a, b) => b.reports - a.reports || (a.code < b.code ? -1 : 1)).slice(0, 12);
    return el("section", { class: "starts" },
      el("div", {}, el("h2", {}, X.t("start_county")), el("ul", { class: "chips" },
        richest.map((county) => el("li", {}, el("a", { href: X.url("county", { code: county.code }) }, el("span", { lang: "zh-CN" }, county.name), el("small", {}, X.t("reports_count", { count: county.reports })))))),
      el("p", {}, el("a", { href: X.url("counties") }, X.t("all_counties") + " →"))),
      el("div", {}, el("h2", {}, X.t("start_indicator")), el("ul", { class: "chips" },
        most.map((one) => el("li", {}, el("a", { href: X.url("indicator", { code: one.code }) }, one.name)))),
      el("p", {}, el("a", { href: X.url("indicators") }, X.t("all_indicators") + " →"))));
  };

  X.page(async () => {
    const [indicators, counties] = await Promise.all([X.indicators(), X.counties()]);
    return [
      el("section", { class: "hero" }, el("div", {}, el("h1", {}, X.t("headline")), el("p", { class: "lead" }, X.t("lead"))), stats()),
      example(indicators), el("div", { class: "below" }, await map(indicators), starts(indicators, counties)),
    ];
  });
})();
