"use strict";
// A report: every sentence of it that states a figure, with the numbers marked and what each of them states.
// A sentence: section, place in the text, words, marks. A mark: first and last character in the sentence, start in the
// text, ordinal, indicator, measure, status, value, unit, scope, rule, wording, and what else is to be said.
(() => {
  const { el } = X;
  const ID = /^(\d{6})-\d{4}-[a-z_]+(?:-[a-z_]+)?-r\d+$/;
  const id = X.parameters.get("id") ?? "";

  const says = (mark, names) => {
    const [, , , , indicator, measure, status, value, unit, scope, rule, wording, more = {}] = mark;
    const line = (key, words) => X.t(key) + ": " + words;
    const flags = (more.approximate ? "a" : "") + (more.bound === "at_least" ? "g" : more.bound === "at_most" ? "m" : "") + (more.issues ? "i" : "");
    return [
      indicator ? names.get(indicator)?.name ?? indicator : X.t("unmapped"),
      value === null || value === undefined ? null : line("value_is", X.stated(value, unit, flags, more.high, (v, u) => new Intl.NumberFormat("en", { maximumFractionDigits: 6 }).format(v) + (u ?? ""))),
      indicator && measure !== "level" ? line("measure", X.either(...(X.measures[measure] ?? [measure, measure]))) : null,
      status !== "actual" ? line("status", X.either(...(X.statuses[status] ?? [status, status]))) : null,
      scope ? line("scope", scope) : null, more.part_of ? X.t("part") : null, wording ? line("wording", wording) : null, line("read_by", rule),
      ...X.caveats(flags), more.excluded ? X.t("excluded") : null,
    ].filter(Boolean);
  };

  // The words of a sentence with its numbers marked; records on the same number share one mark.
  const sentence = ([, , quote, marks], names) => {
    const places = new Map();
    marks.forEach((mark) => places.set(mark[0] + "-" + mark[1], [...(places.get(mark[0] + "-" + mark[1]) ?? []), mark]));
    const parts = [];
    let reached = 0;
    const outside = [];
    [...places.values()].sort((a, b) => a[0][0] - b[0][0]).forEach((records) => {
      const [begin, end] = records[0];
      if (begin < reached) { outside.push(...records); return; }
      parts.push(quote.slice(reached, begin), number(quote.slice(begin, end), records, names));
      reached = end;
    });
    parts.push(quote.slice(reached), outside.map((mark) => [" ", number(String(mark[7] ?? "?") + (mark[8] ?? ""), [mark], names)]));
    return el("p", { lang: "zh-CN" }, parts);
  };

  const number = (words, records, names) => {
    const mapped = records.some((mark) => mark[4]), grave = records.some((mark) => mark[12]?.issues || mark[12]?.excluded);
    const anchors = records.slice(1).map((mark) => el("span", { id: mark[2] + "-" + mark[3], class: "anchor" }));
    const kind = mapped ? "mapped" : "unmapped", target = records.some((mark) => mark[6] === "target"), part = records.some((mark) => mark[9]);
    return el("span", { class: ["n", kind, grave ? "wrong" : "", target ? "target" : "", part ? "part" : ""].filter(Boolean).join(" "), id: records[0][2] + "-" + records[0][3], tabindex: 0, role: "mark", "data-tip": records.flatMap((mark) => says(mark, names)).join("\n") }, anchors, words);
  };

  const facts = (data) => {
    const { report } = data;
    const pair = (key, content) => (content ? [el("dt", {}, X.t(key)), el("dd", {}, content)] : null);
    const day = report.published_on ? [report.published_on, report.days_late ? " · " + X.t("late", { days: report.days_late }) : ""] : null;
    return el("dl", { class: "facts" }, pair("choose_family", X.family(report.family)), pair("issuer", report.issuer), pair("day", day),
      data.report.audited ? pair("whole", el("a", { href: "audit/" + id + ".html" }, X.t("audit_page"))) : null,
      /^https?:/i.test(report.source_url ?? "") ? pair("source", el("a", { href: report.source_url, rel: "noopener noreferrer" }, report.source_url)) : null,
      pair("document", el("code", { class: "hash" }, report.document_id)), report.ocr ? pair("ocr", "✓") : null);
  };

  X.page(async () => {
    const [, code] = ID.exec(id) ?? [];
    if (!code) throw new Error(id);
    const [data, indicators] = await Promise.all([X.load("report/" + code + "/" + id), X.indicators()]);
    const { report } = data, names = new Map(indicators.map((one) => [one.code, one]));
    const title = report.title ?? (report.county_name ?? code) + " " + report.year;
    X.title(title);
    const mapped = report.figures_mapped ?? 0, unmapped = report.figures_unmapped ?? 0, other = report.numbers_other ?? 0;
    let section = null;
    return [
      el("div", { class: "head" }, el("p", { class: "crumbs" }, el("a", { href: X.url("county", { code: report.page }) }, X.t("to_county"), " ", el("span", { lang: "zh-CN" }, report.county_name ?? code)), " · ", report.year, report.occasion === "annual" ? null : " · " + X.occasion(report.occasion), report.revision > 1 ? " · " + X.t("revision", { revision: report.revision }) : null, report.is_current ? null : " · " + X.t("superseded")),
        el("h1", { lang: "zh-CN" }, title)),
      facts(data), el("p", { class: "tally" }, X.t("tally", { total: X.count(mapped + unmapped + other), mapped: X.count(mapped), unmapped: X.count(unmapped), other: X.count(other) })),
      data.issues.length ? el("section", {}, el("h2", {}, X.t("issues")), el("ul", { class: "issues" }, data.issues.map((one) => el("li", { class: "issue " + one.severity },
        el("p", {}, el("span", { class: "severity" }, X.t(one.severity)), " ", el("code", {}, one.rule)), el("p", {}, X.either(one.message_zh || one.message, one.message)),
        el("p", { class: "links" }, X.places(one.places, id)))))) : null,
      el("section", {}, el("h2", {}, X.t("sentences")), el("p", { class: "note" }, X.t("only_sentences")),
        el("p", { class: "note" }, el("span", { class: "n mapped" }, X.t("mapped")), " ", el("span", { class: "n unmapped" }, X.t("unmapped")), " ", el("span", { class: "n mapped wrong" }, X.t("warn")), " ", el("span", { class: "n mapped target" }, X.either(...X.statuses.target)), " ", el("span", { class: "n mapped part" }, X.t("scope"))),
        data.sentences.length ? el("div", { class: "text" }, data.sentences.map((one) => {
          const heading = one[0] !== section && one[0] ? el("h3", { lang: "zh-CN" }, one[0]) : null;
          section = one[0];
          return [heading, sentence(one, names)];
        })) : el("p", {}, X.t("no_sentences"))),
    ];
  });
})();
