"use strict";
// What every page stands on: loading data files, making elements, the language, addresses, and the page's life.
// Nothing here or in any other script makes HTML from a string: words of a report only ever become text.
const X = { data: new Map(), waiting: new Map(), site: null, ...window.WORDS };

// A data file calls this with its name and content; where that is a string, it is JSON, deflated and in base64.
window.xianjian = (name, content) => {
  const unpacked = async () => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  };
  X.data.set(name, typeof content === "string" ? unpacked() : content);
  if (name !== "site") return;
  X.site = content;
  document.documentElement.toggleAttribute("data-invented", content.invented);
};

(() => {
  const own = /^data\/[a-z0-9_.\-]+(\/[a-z0-9_.\-]+)*\.js$/;
  const checked = (url) => {
    if (!own.test(url) || url.includes("..")) throw new Error("not a data file: " + url);
    return url;
  };
  // Where the browser knows Trusted Types, the page's policy lets only this turn a string into a script's address.
  const policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("xianjian", { createScriptURL: checked })
    : { createScriptURL: checked };

  // The content of `data/<name>.js`; rejects where there is none.
  X.load = (name) => {
    if (X.data.has(name)) return Promise.resolve(X.data.get(name));
    if (!X.waiting.has(name)) {
      X.waiting.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.addEventListener("load", () => (X.data.has(name) ? resolve(X.data.get(name)) : reject(new Error(name))));
        script.addEventListener("error", () => { X.waiting.delete(name); reject(new Error(name)); });
        script.src = policy.createScriptURL("data/" + name + ".js");
        document.head.append(script);
      }));
    }
    return X.waiting.get(name);
  };

  const remembered = (key) => { try { return localStorage.getItem("xianjian-" + key); } catch { return null; } };
  const remember = (key, value) => {
    try { localStorage.setItem("xianjian-" + key, value); return true; } catch { return false; }
  };
  const asked = new URLSearchParams(location.search);
  const known = (language) => (language === "zh" || language === "en" ? language : null);
  X.parameters = asked;
  X.language = known(asked.get("lang")) ?? known(remembered("language"))
    ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
  let carried = known(asked.get("lang")) !== null && !remember("language", X.language);

  const root = document.documentElement;
  const dress = () => { root.lang = X.language === "zh" ? "zh-CN" : "en"; };
  dress();
  const system = matchMedia("(prefers-color-scheme: dark)"), themes = ["light", "dark"];
  const theme = () => (themes.includes(remembered("theme")) ? remembered("theme") : themes[Number(system.matches)]);
  root.dataset.theme = theme();

  // The words for a key in the page's language; {name} stands for a value, {name:one|many} for what goes with it.
  X.t = (key, values = {}) => {
    const words = X.words[key];
    if (!words) return key;
    return words[X.language === "zh" ? 0 : 1].replace(/\{(\w+)(?::(\w+)\|(\w+))?\}/g, (_, name, single, several) =>
      (single ? (String(values[name]) === "1" ? single : several) : values[name] ?? ""));
  };
  X.either = (zh, en) => (X.language === "zh" ? zh : en || zh);

  // The address of a page of the site; the language goes along where the browser cannot remember it.
  X.url = (page, parameters = {}, anchor = "") => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) if (value !== null && value !== undefined) query.set(name, value);
    if (carried) query.set("lang", X.language);
    const words = query.toString();
    return page + ".html" + (words ? "?" + words : "") + (anchor ? "#" + encodeURIComponent(anchor) : "");
  };

  const harmless = (href) => /^https?:\/\//i.test(href) || /^(audit\/[a-z0-9_-]+|[a-z]+)\.html([?#]|$)/.test(href) || href.startsWith("#");

  // An element: attributes by name, `on…` for listeners, then children; strings become text, nothing else.
  X.el = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "href") { if (harmless(value)) element.setAttribute("href", value); }
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)
      .map((child) => (child instanceof Node ? child : document.createTextNode(String(child)))));
    return element;
  };

  let draw = null;
  const redraw = async () => {
    const main = document.getElementById("main");
    let content;
    try {
      content = await draw();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      content = [X.el("h1", {}, X.t("not_there")), X.el("p", {}, X.t("not_there_more"), " ", X.el("code", {}, error.message))];
    }
    main.replaceChildren(...[content].flat(Infinity).filter(Boolean));
    main.dataset.ready = X.language;
    X.drawn?.();
  };

  const anchor = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) { target.scrollIntoView({ block: "center", behavior: "instant" }); target.focus?.({ preventScroll: true }); target.classList.add("sought"); }
  };

  // What a page shows: `draw` returns (a promise of) the content of main, again after each change of language or theme.
  X.page = (how) => {
    draw = how;
    // Once the content has been painted: scrolled to in the same frame, it would count as a jump of the page.
    redraw().then(() => requestAnimationFrame(() => requestAnimationFrame(anchor)));
  };
  X.redraw = redraw;
  addEventListener("hashchange", () => { document.querySelector(".sought")?.classList.remove("sought"); anchor(); });

  X.title = (words) => { document.title = words + " · " + X.either("县鉴", "Xianjian"); };

  const signs = () => {
    const title = document.querySelector("title");
    X.title(X.either(title.dataset.zh, title.dataset.en));
    const { release_id: id, built_at: built } = X.site.release;
    document.getElementById("release").textContent = X.t("release", { id, built });
    const here = root.dataset.page;
    const near = { county: "counties", report: "counties", indicator: "indicators" }[here] ?? here;
    document.querySelectorAll("header.site nav a").forEach((link) => {
      const target = link.getAttribute("href").split(".")[0];
      link.setAttribute("href", X.url(target));
      if (target === near) link.setAttribute("aria-current", target === here ? "page" : "true");
    });
    document.querySelector(".brand").setAttribute("href", X.url("index"));
  };

  addEventListener("DOMContentLoaded", () => {
    signs();
    document.getElementById("language").addEventListener("click", () => {
      X.language = X.language === "zh" ? "en" : "zh";
      carried = !remember("language", X.language);
      dress();
      signs();
      X.searching();
      redraw();
    });
    document.getElementById("theme").addEventListener("click", () => {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      remember("theme", root.dataset.theme);
      redraw();
    });
    system.addEventListener("change", () => { root.dataset.theme = theme(); redraw(); });
    X.searching();
  });
})();
