/* The page around the verifier: takes files, shows the answer, plays the pictures. Text from the package is only ever set as text. */
"use strict";

(() => {
  const at = (id) => document.getElementById(id);
  let urls = [];

  function make(tag, words = "", attributes = {}) {
    const node = document.createElement(tag);
    node.textContent = words;
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  }

  function urlOf(file, type) {
    const url = URL.createObjectURL(type ? new Blob([file], { type }) : file);
    urls.push(url);
    return url;
  }

  /* Names as the manifest says them: without the folder that holds it. */
  function named(pairs) {
    const manifest = pairs.map(([path]) => path).filter((path) => path === "manifest.json" || path.endsWith("/manifest.json"))
      .concat(pairs.map(([path]) => path).filter((path) => path.endsWith("manifest.sig")).map((path) => path.replace(/sig$/, "json")))
      .sort((a, b) => a.length - b.length)[0] || "";
    const folder = manifest.slice(0, manifest.length - "manifest.json".length);
    return new Map(pairs.map(([path, file]) => [path.startsWith(folder) ? path.slice(folder.length) : path, file]));
  }

  async function dropped(items) {
    const pairs = [];
    async function walk(entry, prefix) {
      if (entry.isFile) {
        pairs.push([prefix + entry.name, await new Promise((done, failed) => entry.file(done, failed))]);
        return;
      }
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) return;
        for (const one of some) await walk(one, `${prefix}${entry.name}/`);
      }
    }
    for (const entry of Array.from(items, (item) => item.webkitGetAsEntry()).filter(Boolean)) await walk(entry, "");
    return pairs;
  }

  async function check(pairs) {
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls = [];
    const files = named(pairs);
    const all = Array.from(files.values()).reduce((sum, file) => sum + file.size, 0) || 1;
    let read = 0;
    at("answer").hidden = at("package").hidden = true;
    at("working").hidden = false;
    document.body.dataset.state = "working";
    try {
      const { report, manifest } = await Verifier.verify(files, at("expected").value, (bytes) => {
        read += bytes;
        at("progress").value = read / all;
      });
      globalThis.lastReport = report;
      if (manifest) showPackage(manifest, files, report);
      showAnswer(report);
    } catch (error) {
      globalThis.lastReport = null;
      showRefusal(error instanceof Verifier.NotAPackage ? error.message : `This cannot be read: ${error.message}`);
    }
    at("working").hidden = true;
    document.body.dataset.state = "done";
  }

  const SIGNS = {
    good: ["M24 4a20 20 0 1 0 0 40 20 20 0 0 0 0-40z", "M14 25l7 7 13-15", "#5aa9ff"],
    bad: ["M16 4h16l12 12v16L32 44H16L4 32V16z", "M16 16l16 16M32 16L16 32", "#ff5a5f"],
  };

  function sign(kind) {
    const space = "http://www.w3.org/2000/svg";
    const [outline, mark, color] = SIGNS[kind];
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 48 48");
    svg.setAttribute("aria-hidden", "true");
    for (const [path, fill, stroke] of [[outline, color, "none"], [mark, "none", "#12161b"]]) {
      const node = document.createElementNS(space, "path");
      for (const [name, value] of Object.entries({ d: path, fill, stroke, "stroke-width": "4" })) node.setAttribute(name, value);
      svg.append(node);
    }
    return svg;
  }

  function answer(kind, title) {
    const box = at("answer");
    box.replaceChildren(sign(kind), make("h2", title));
    box.className = kind;
    box.hidden = false;
    return box;
  }

  function showRefusal(sentence) {
    answer("bad", "Not a package").append(make("p", sentence));
  }

  function showAnswer(report) {
    const box = answer(report.intact ? "good" : "bad", Verifier.headline(report));
    const list = make("ul");
    for (const problem of report.problems.slice(0, 200)) {
      const line = make("li", problem.words);
      const video = document.querySelector(`video[data-file="${CSS.escape(problem.file)}"]`);
      if (problem.begin && video) {
        const show = make("button", "show", { type: "button", "aria-label": `Show ${problem.words}` });
        show.addEventListener("click", () => {
          video.scrollIntoView({ block: "center" });
          video.currentTime = Math.max(0, (Date.parse(problem.begin) - Date.parse(video.dataset.begin)) / 1000);
          video.focus();
        });
        line.append(show);
      }
      list.append(line);
    }
    if (report.problems.length > 200) list.append(make("li", `and ${report.problems.length - 200} more`));
    box.append(list);
    if (report.key) {
      const key = make("p", "Signed with the key ");
      key.append(make("span", report.key, { class: "key" }), make("span", ". Compare it with the one the school gave you.", { class: "dim" }));
      box.append(key);
    }
    if (report.time_stamp) box.append(make("p", report.time_stamp));
  }

  function facts(rows) {
    const list = make("dl");
    for (const [name, words] of rows) if (words) list.append(make("dt", name), make("dd", words));
    return list;
  }

  const span = (piece) => `${Verifier.moment(piece.begin)} to ${Verifier.moment(piece.end)} UTC`;

  function showPackage(manifest, files, report) {
    const page = at("package");
    const about = make("div", "", { class: "card" });
    about.append(facts([
      ["Footage of", span(manifest.asked)], ["Exported", `${Verifier.moment(manifest.made_at)} UTC by ${manifest.operator} at ${manifest.workstation}${manifest.approval ? `; ${manifest.approval.by} agreed` : ""}`],
      ["From", `${manifest.server.name}, ${manifest.server.address}`], ["Reason", manifest.reason.text], ["Basis", manifest.reason.words],
      ["Made with", manifest.software],
    ]));
    page.replaceChildren(make("h2", manifest.title), about, make("h2", "Cameras"));
    if (manifest.is_drill) page.prepend(make("p", "DRILL: this is footage of an exercise, not of an emergency.", { class: "drill" }));
    const cameras = make("div", "", { class: "cameras" });
    for (const camera of manifest.cameras) cameras.append(cameraCard(camera, manifest, files, report));
    page.append(cameras);
    const maps = manifest.files.filter((one) => one.file.endsWith(".svg") && files.has(one.file));
    if (maps.length) page.append(make("h2", "Where the cameras are"));
    for (const map of maps) {
      page.append(make("img", "", { class: "map", alt: map.what, src: urlOf(files.get(map.file), "image/svg+xml") }));
    }
    page.append(make("h2", "Chain of custody"));
    const chain = make("ol", "", { class: "card" });
    chain.style.paddingLeft = "40px";
    for (const line of report.custody) chain.append(make("li", line));
    page.append(chain);
    page.hidden = false;
  }

  function cameraCard(camera, manifest, files, report) {
    const card = make("div", "", { class: "card" });
    const looks = camera.bearing_deg == null ? "" : `${Math.round(camera.bearing_deg)}° from north` +
      (camera.field_of_view_deg == null ? "" : `, ${Math.round(camera.field_of_view_deg)}° wide`);
    const gaps = camera.gaps || [];
    card.append(make("h3", camera.name), facts([
      ["Place", camera.place], ["Looks", looks],
      ["Pictures", camera.first_picture ? `${Verifier.moment(camera.first_picture)} to ${Verifier.moment(camera.last_picture)} UTC` : "none in that time"],
      ["Not recorded", gaps.map(span).join("; ")],
    ]));
    const videos = make("div", "", { class: "videos" });
    for (const video of manifest.videos.filter((one) => one.camera === camera.id && files.has(one.file))) {
      videos.append(player(video, files.get(video.file), report));
    }
    card.append(videos);
    return card;
  }

  function player(video, file, report) {
    const figure = make("figure");
    const type = video.file.endsWith(".mkv") ? "video/x-matroska" : "video/mp4";
    const screen = make("video", "", { controls: "", preload: "auto", "data-file": video.file, "data-begin": video.blocks[0].begin,
      "aria-label": `${video.kind}, ${span({ begin: video.blocks[0].begin, end: video.blocks[video.blocks.length - 1].end })}` });
    screen.src = `${urlOf(file.type === type ? file : file.slice(0, file.size, type))}#t=0.001`; // so that the first picture is painted
    const caption = make("figcaption", `${video.kind} · ${video.codec} ${video.width_px} × ${video.height_px} · ${video.file}`);
    if (video.made_how) caption.append(make("div", video.made_how));
    screen.addEventListener("error", () => caption.append(make("div", "This browser cannot play this coding; VLC can. The check above does not depend on it.")));
    if (report.problems.some((problem) => problem.file === video.file)) caption.append(make("div"), make("strong", "⬣ altered"));
    figure.append(screen, caption);
    return figure;
  }

  at("folder").addEventListener("change", (event) => {
    check(Array.from(event.target.files, (file) => [file.webkitRelativePath || file.name, file]));
  });
  const drop = at("drop");
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    check(await dropped(event.dataTransfer.items));
  });
})();
