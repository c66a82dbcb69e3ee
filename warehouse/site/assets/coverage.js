"use strict";
// What can be relied on: what came and what is missing by province and county, late or in time, and issues by rule.
(() => {
  const { el } = X;
  let family = null, province = null, rule = null, shown = 100;

  const provinces = (data) => {
    const place = Object.fromEntries(data.counted.map((name, at) => [name, at]));
    const lines = Object.entries(data.families[family]);
    const years = [...new Set(lines.flatMap(([, rows]) => rows.map((row) => row[place.year])))].sort();
    const sum = (rows, name) => rows.reduce((all, row) => all + row[place[name]], 0);
    const cell = (row) => {
      if (!row) return "–";
      const [expected, received] = [row[place.expected], row[place.received]];
      const tip = [X.t("expected") + " " + expected, X.t("received") + " " + received, X.t("on_time_n") + " " + row[place.on_time], X.t("late_n") + " " + row[place.late], X.t("undated") + " " + row[place.undated], X.t("missing") + " " + row[place.missing]].join("\n");
      const share = expected ? Math.min(1, received / expected) : 1;
      return el("span", { class: "share fill-" + Math.round(share * 5), "data-tip": tip, tabindex: 0 }, X.count(received) + "/" + X.count(expected));
    };
    const line = ([code, rows]) => [el("button", { type: "button", class: "plain", "aria-pressed": String(code === province), onclick: () => { province = code; X.redraw(); } }, X.provinceName(code)),
      ...years.map((year) => cell(rows.find((row) => row[place.year] === year))),
      X.count(sum(rows, "late")), X.count(sum(rows, "missing")), X.percent(X.percentOf(sum(rows, "mapped"), sum(rows, "figures")), false)];
    return X.table(X.t("coverage"), [X.t("province"), ...years.map((year) => ({ words: year, number: true })), { words: X.t("late_n"), number: true }, { words: X.t("missing"), number: true }, { words: X.t("mapped_share"), number: true }], lines.map(line), "coverage");
  };

  const matrix = async () => {
    const counties = (await X.load("coverage/" + province))[family] ?? [];
    const years = [...new Set(counties.flatMap(([, , cells]) => cells.map((cell) => cell[0])))].sort();
    const status = (cell) => {
      if (!cell) return "";
      const [year, letter, late, report, mapped, issues, dropped] = cell;
      const words = [X.t("status_" + letter) + (late ? " · " + X.t("late", { days: late }) : ""), mapped !== null && mapped !== undefined ? X.t("mapped_share") + " " + X.percent(mapped, false) : null, issues ? X.t("issues_count", { count: issues }) : null, dropped ? X.t("missing") + ": " + dropped + " " + X.t("indicators") : null].filter(Boolean);
      const sign = { o: "●", l: "◐", m: "○", u: "●", n: "●" }[letter];
      return el(report ? "a" : "span", { class: "status-" + letter, href: report ? X.url("report", { id: report }) : null, tabindex: report ? null : 0, "data-tip": year + "\n" + words.join("\n") },
        el("span", { "aria-hidden": "true" }, sign), el("span", { class: "unseen" }, year + ": " + words.join(", ")));
    };
    return el("section", { id: "matrix" }, el("h2", {}, X.provinceName(province), " · ", X.t("by_county")),
      el("p", { class: "note legend" }, [["o", "●"], ["l", "◐"], ["m", "○"], ["u", "●"]].map(([letter, sign]) => el("span", { class: "status-" + letter }, sign + " " + X.t("status_" + letter)))),
      X.table(X.t("by_county"), [X.t("county"), ...years.map((year) => ({ words: year }))],
        counties.map(([code, name, cells]) => [el("a", { href: X.url("county", { code }), lang: "zh-CN" }, name), ...years.map((year) => status(cells.find((cell) => cell[0] === year)))]), "matrix"));
  };

  const rules = (data) => el("section", {}, el("h2", {}, X.t("rules")), data.rules.length ? X.table(X.t("rules"), [X.t("rule"), X.t("severity"), { words: X.t("evaluated"), number: true }, { words: X.t("held"), number: true }, { words: X.t("issues_short"), number: true }, { words: X.t("counties"), number: true }, el("span", { class: "unseen" }, X.t("show_issues"))],
    data.rules.map((one) => [el("div", {}, el("code", {}, one.rule), el("small", {}, X.either(one.reason_zh || one.reason, one.reason))), el("span", { class: "severity " + one.severity }, X.t(one.severity)), one.evaluated === null ? "–" : X.count(one.evaluated), one.evaluated ? X.percent(X.percentOf(one.held, one.evaluated), false) : "–", X.count(one.issues), X.count(one.counties),
      one.issues === 0 ? "" : el("button", { type: "button", "aria-pressed": String(rule === one.rule), "aria-label": X.t("show_issues") + ": " + one.rule, onclick: () => { rule = rule === one.rule ? null : one.rule; shown = 100; X.redraw(); } }, X.t("show_issues"))]), "rules")
    : el("p", {}, X.t("no_issues")),
  Object.keys(data.restatements).length ? el("p", { class: "note" }, X.t("restatements", { revision: data.restatements.revision ?? 0, later_report: data.restatements.later_report ?? 0 })) : null);

  const issues = async () => {
    const list = await X.load("issues/" + rule);
    return el("section", { id: "of-rule" }, el("h3", {}, el("code", {}, rule)), X.table(rule, [X.t("county"), X.t("year"), X.t("message"), X.t("report")],
      list.slice(0, shown).map(([code, name, year, report, place, message, chinese]) => [el("a", { href: code ? X.url("county", { code }) : null, lang: "zh-CN" }, name ?? ""), year ?? "", X.either(chinese || message, message),
        report ? el("a", { href: X.url("report", { id: report }, place ?? "") }, X.t("report")) : ""])),
    list.length > shown ? el("p", { class: "more" }, el("button", { type: "button", onclick: () => { shown += 400; X.redraw(); } }, X.t("more", { count: Math.min(400, list.length - shown) }))) : null);
  };

  X.page(async () => {
    const data = await X.load("coverage"), families = Object.keys(data.families);
    const received = (one) => Object.values(data.families[one]).flat().reduce((all, row) => all + row[data.counted.indexOf("received")], 0);
    family ??= [...families].sort((a, b) => received(b) - received(a))[0];
    if (!family) return [el("h1", {}, X.t("trust")), el("p", {}, X.t("no_data"))];
    const known = Object.keys(data.families[family]);
    if (!known.includes(province)) province = known[0];
    return [
      el("h1", {}, X.t("trust")),
      families.length > 1 ? el("div", { class: "choices" }, X.choice(X.t("choose_family"), families.map((one) => [one, X.family(one)]), family, (value) => { family = value; X.redraw(); })) : null,
      el("section", {}, el("h2", {}, X.t("coverage"), ": ", X.family(family)), el("p", { class: "note" }, X.t("coverage_note")), provinces(data)),
      await matrix(), rules(data), rule ? await issues() : null,
    ];
  });
})();
