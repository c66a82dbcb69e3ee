"use strict";
// A county: its reports, its figures over the years as small charts, what does not add up.
// A cell of a series: year, value, flags, references, growth, stated growth, high, rank, of how many, national median,
// rank and number in the province, per 10,000 people. A reference: place among the reports, start, ordinal.
(() => {
  const { el } = X;
  const AT_ONCE = 5;
  const code = X.parameters.get("code") ?? "";
  let all = false;

  const reportCard = (report) => {
    const timely = report.days_late > 0 ? el("span", { class: "late" }, X.t("late", { days: report.days_late })) : report.days_late === 0 ? X.t("on_time") : null;
    return el("li", { class: report.is_current ? null : "old" },
      el("a", { href: X.url("report", { id: report.report_id }), "data-tip": (report.title ?? X.family(report.family)) + "\n" + X.t("read_sentences") },
        el("b", {}, report.year), report.revision > 1 || !report.is_current ? el("span", {}, X.t("revision", { revision: report.revision }), report.is_current ? null : " · " + X.t("superseded")) : null,
        el("span", {}, report.published_on ? X.t("published", { date: report.published_on }) : null, timely ? [" · ", timely] : null),
        el("span", {}, X.t("figures_in", { mapped: report.figures_mapped ?? 0, unmapped: report.figures_unmapped ?? 0 })),
        report.issues ? el("span", { class: "late" }, X.t("issues_count", { count: report.issues })) : null,
        report.occasion !== "annual" ? el("span", {}, X.occasion(report.occasion)) : null, report.ocr ? el("span", {}, X.t("ocr")) : null));
  };

  const reports = (data) => {
    const families = [...new Set([...data.reports, ...data.missing.map(([family]) => ({ family }))].map((one) => one.family))];
    return el("section", { id: "reports" }, el("h2", {}, X.t("reports")), families.map((family) => {
      const own = data.reports.filter((report) => report.family === family).map((report) => [report.year, reportCard(report)]);
      const missing = data.missing.filter(([of]) => of === family).map(([, year]) => [year, el("li", { class: "missing" }, el("div", {}, el("b", {}, year), el("span", {}, X.t("not_received"))))]);
      return [el("h3", {}, X.family(family)), el("ol", { class: "report-cards" }, [...own, ...missing].sort((a, b) => b[0] - a[0]).map((one) => one[1]))];
    }));
  };

  const href = (data, [place, start, ordinal]) => X.reportAt(data.reports[place].report_id, start, ordinal);

  // Beside the latest value: what it is against the year before, as computed and as the report says itself.
  const against = (cell, indicator) => {
    const [, , , , growth, stated, , rank, of, median, rankHere, ofHere, per10k] = cell;
    const parts = [];
    if (growth !== null && growth !== undefined) parts.push(X.t("growth_on", { growth: X.percent(growth) }));
    if (stated !== null && stated !== undefined) parts.push(X.t("stated_growth", { growth: X.percent(stated) }));
    if (parts.length === 2 && X.bases[indicator.growthBasis]) parts.push(X.either(...X.bases[indicator.growthBasis]));
    if (per10k !== null && per10k !== undefined) parts.push(X.t("per_10k", { value: X.short(per10k, indicator.unit) }));
    const ranks = [];
    if (of > 1) ranks.push(X.t("rank", { rank: X.count(rank), count: X.count(of) }));
    if (ofHere > 1) ranks.push(X.t("rank_province", { rank: X.count(rankHere), count: X.count(ofHere) }));
    if (of > 1) ranks.push(X.t("median_is", { median: X.short(median, indicator.unit) }));
    return [el("span", {}, parts.join(X.either("；", "; "))), el("span", { class: "rank" }, ranks.join(X.either("，", ", ")))];
  };

  const year = (data, cell, indicator, at) => {
    if (!cell) return el("li", { class: "none" }, el("span", { "aria-label": X.t("not_stated") }, "–"), el("small", {}, at));
    const [, value, flags, references] = cell, parts = references ?? [];
    return el("li", {}, X.figure(value, indicator.unit, flags, parts.length ? href(data, parts[0]) : null, cell[6], X.brief),
      parts.slice(1).map((part) => el("a", { class: "further", href: href(data, part), "aria-label": X.t("see_sentence") }, "+")), el("small", {}, at));
  };

  const card = (data, indicator, years) => {
    const cells = data.series[indicator.code], by = new Map(cells.map((cell) => [cell[0], cell]));
    const last = cells[cells.length - 1], shown = years.slice(-AT_ONCE), earlier = years.slice(0, -AT_ONCE).filter((at) => by.has(at));
    const target = data.targets[indicator.code]?.filter((one) => one[0] >= last[0]).slice(-1)[0];
    return el("article", { class: "card", id: indicator.code },
      el("h4", {}, el("a", { href: X.url("indicator", { code: indicator.code, year: last[0] }), "data-tip": X.t("compare") }, indicator.name)),
      el("p", { class: "latest" }, el("b", {}, X.stated(last[1], indicator.unit, last[2], last[6])), el("small", {}, last[0])),
      el("p", { class: "against" }, against(last, indicator)),
      X.years(cells, shown[0], shown[shown.length - 1], indicator.unit),
      el("ol", { class: "under" }, shown.map((at) => year(data, by.get(at), indicator, at))),
      earlier.length ? el("details", {}, el("summary", {}, earlier[0] + "–" + earlier[earlier.length - 1]), el("ol", { class: "under" }, earlier.map((at) => year(data, by.get(at), indicator, at)))) : null,
      target ? el("p", { class: "target" }, el("a", { href: href(data, target[3][0]) }, X.t("target", { year: target[0], value: X.stated(target[1], indicator.unit, target[2]) }))) : null);
  };

  const figures = (data, indicators) => {
    const everything = indicators.filter((indicator) => data.series[indicator.code]), headlines = everything.filter((one) => one.headline);
    const sought = everything.some((one) => !one.headline && location.hash === "#" + one.code);
    const stated = all || sought || !headlines.length ? everything : headlines;
    if (!stated.length) return el("section", {}, el("h2", {}, X.t("figures_of")), el("p", {}, X.t("nothing_stated")));
    const at = Object.values(data.series).flat().map((cell) => cell[0]), first = Math.min(...at), last = Math.max(...at);
    const years = Array.from({ length: last - first + 1 }, (_, place) => first + place);
    const domains = [...Object.keys(X.domains), ...new Set(stated.map((one) => one.domain).filter((domain) => !X.domains[domain]))]
      .filter((domain) => stated.some((one) => one.domain === domain));
    return [
      el("nav", { class: "jump", "aria-label": X.t("jump") }, domains.map((domain) => el("a", { href: "#" + domain }, X.domain(domain)))),
      el("h2", {}, X.t("figures_of")),
      headlines.length && headlines.length < everything.length ? el("p", { class: "choices", role: "group", "aria-label": X.t("figures_of") }, [[false, X.t("headline_only"), headlines], [true, X.t("everything"), everything]].map(([which, words, list]) =>
        el("button", { type: "button", "aria-pressed": String((stated === everything) === which), onclick: () => { all = which; X.redraw(); } }, words + " " + list.length))) : null,
      domains.map((domain) => el("section", { id: domain, tabindex: -1, "aria-label": X.domain(domain) }, el("h3", {}, X.domain(domain)),
        el("div", { class: "cards" }, stated.filter((one) => one.domain === domain).sort((a, b) => b.headline - a.headline || b.counties - a.counties || (a.code < b.code ? -1 : 1))
          .map((indicator) => card(data, indicator, years))))),
    ];
  };

  const issue = (one) => el("li", { class: "issue " + one.severity }, el("p", {}, el("span", { class: "severity" }, X.t(one.severity)), " ", el("b", {}, one.year), " ", el("code", {}, one.rule)),
      el("p", {}, X.either(one.message_zh || one.message, one.message)), [one.first_quote, one.second_quote].filter(Boolean).map((quote) => el("blockquote", { lang: "zh-CN" }, quote)),
      one.review ? el("p", {}, one.review) : null,
      el("p", { class: "links" }, X.places(one.places)));

  const issues = (data) => el("section", { id: "issues" }, el("h2", {}, X.t("issues")),
    data.issues.length ? el("ul", { class: "issues" }, data.issues.map(issue)) : el("p", { class: "note" }, X.t("no_issues")));

  const restated = (data, names) => {
    if (!data.restatements.length) return null;
    const side = (one, when) => (one[when + "_value"] === undefined ? X.t("not_stated")
      : X.figure(one[when + "_value"], one.unit, "", one[when + "_place"] ? X.url("report", { id: one[when + "_report_id"] }, one[when + "_place"]) : null));
    return el("section", {}, el("h2", {}, X.t("restated")), el("ul", { class: "issues" }, data.restatements.map((one) => el("li", { class: "issue info" },
      el("b", {}, one.year), " ", names.get(one.indicator)?.name ?? one.indicator, one.measure === "level" ? "" : " (" + X.either(...(X.measures[one.measure] ?? [one.measure])) + ")", ": ",
      side(one, "earlier"), " → ", side(one, "later")))));
  };

  X.page(async () => {
    if (!/^\d{6}$/.test(code)) throw new Error(code);
    const [data, indicators] = await Promise.all([X.load("county/" + code), X.indicators()]);
    const { county } = data;
    X.title(county.name);
    const upper = [X.provinceName(county.province_code), county.prefecture_name !== county.name ? county.prefecture_name : null].filter(Boolean);
    return [
      el("div", { class: "head" }, el("p", { class: "crumbs" }, el("a", { href: X.url("counties", { province: county.province_code }) }, upper.join(" · "))),
        el("h1", { lang: "zh-CN" }, county.name), el("p", { class: "note" }, county.kind ? el("span", { lang: "zh-CN" }, county.kind + " ") : null, code,
          county.former.length ? [" · ", X.t("former"), ": ", county.former.map((one) => one.name + " " + one.code + " (" + one.valid_from + "–" + (one.valid_to ?? "") + ")").join(", ")] : null),
        data.issues.length ? el("p", { class: "links" }, el("a", { href: "#issues" }, X.t("issues_count", { count: data.issues.length }))) : null),
      reports(data), figures(data, indicators), issues(data), restated(data, new Map(indicators.map((one) => [one.code, one]))),
    ];
  });
})();
