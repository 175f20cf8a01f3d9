/* Is this package what was exported? The same answers, in the same words, as `smartclient evidence verify`. Knows no page. */
"use strict";

const Verifier = (() => {
  const MANIFEST = "manifest.json", SIGNATURE = "manifest.sig", CUSTODY = "custody.jsonl", TIME_STAMP = "timestamp.tsr";
  const MAX = { manifest: 256 * 2 ** 20, signature: 4096, custody: 4 * 2 ** 20, stamp: 256 * 2 ** 10, atOnce: 64 * 2 ** 20 };
  const text = new TextEncoder();

  class NotAPackage extends Error {}
  class Unreadable extends Error {}

  const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("");

  function fromBase64(words) {
    const raw = atob(words);
    if (btoa(raw) !== words) throw new Unreadable();
    return Uint8Array.from(raw, (c) => c.charCodeAt(0));
  }

  async function sha256(bytes) {
    if (globalThis.crypto && crypto.subtle) return hex(await crypto.subtle.digest("SHA-256", bytes));
    return hex(noble.sha256(new Uint8Array(bytes)));
  }

  /* Web Crypto cannot digest piece by piece; what is too large for the memory goes through noble-hashes. */
  async function digest(blob, told) {
    if (blob.size <= MAX.atOnce) {
      const bytes = await blob.arrayBuffer();
      told(blob.size);
      return sha256(bytes);
    }
    const hash = noble.sha256.create();
    for (let at = 0; at < blob.size; at += 2 ** 23) {
      const part = new Uint8Array(await blob.slice(at, at + 2 ** 23).arrayBuffer());
      hash.update(part);
      told(part.length);
    }
    return hex(hash.digest());
  }

  async function isSigned(key, signature, message) {
    if (key.length !== 32 || signature.length !== 64) return false;
    try {
      const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
    } catch {
      try {
        return noble.ed25519.verify(signature, message, key, { zip215: false });
      } catch {
        return false;
      }
    }
  }

  async function fingerprint(key) {
    return (await sha256(key)).slice(0, 32).toUpperCase().match(/.{4}/g).join(" ");
  }

  const ungrouped = (words) => words.replace(/\s+/g, "").toUpperCase();

  function moment(iso) {
    const at = new Date(iso);
    if (Number.isNaN(at.getTime())) throw new Unreadable();
    return at.toISOString().replace("T", " ").replace("Z", "");
  }

  /* ---- the manifest's shape, as the command line asks for it ---- */

  const isText = (most) => (v) => typeof v === "string" && [...v].length <= most;
  const words = isText(4000);
  const isName = (v) => isText(200)(v) && v.length > 0;
  const isSha = (v) => typeof v === "string" && /^[0-9a-f]{64}$/.test(v);
  const isCount = (v) => Number.isSafeInteger(v) && v >= 0;
  const isWhole = (v) => Number.isSafeInteger(v) && Math.abs(v) <= 1e13;
  const isNumber = (v) => typeof v === "number";
  const isInstant = (v) => typeof v === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(v) && !Number.isNaN(Date.parse(v));
  const oneOf = (...choices) => (v) => choices.includes(v);
  const orNull = (rule) => (v) => v === null || rule(v);
  const maybe = (rule) => Object.assign((v) => rule(v), { isOptional: true });
  const list = (rule, least = 0) => (v) => Array.isArray(v) && v.length >= least && v.every(rule);
  const shape = (rules) => (v) =>
    v !== null && typeof v === "object" && !Array.isArray(v) &&
    Object.entries(rules).every(([name, rule]) => (name in v ? rule(v[name]) : rule.isOptional === true));

  const piece = { offset: isCount, length: isCount, sha256: isSha };
  const asked = shape({ begin: isInstant, end: isInstant });
  const isManifest = shape({
    id: words, title: words, made_at: isInstant, software: words, operator: words, workstation: words,
    server: shape({ name: words, address: words }),
    reason: shape({
      text: words, words,
      basis: oneOf("school official", "law enforcement unit record", "health or safety emergency",
        "subpoena or court order", "consent", "not an education record"),
    }),
    asked, is_drill: maybe((v) => typeof v === "boolean"),
    approval: maybe(orNull(shape({ by: words, at: isInstant }))),
    cameras: list(shape({
      id: words, name: words, place: maybe(words),
      position: maybe(orNull((v) => Array.isArray(v) && v.length === 2 && v.every(isNumber))),
      bearing_deg: maybe(orNull(isNumber)), field_of_view_deg: maybe(orNull(isNumber)), range_m: maybe(orNull(isNumber)),
      first_picture: maybe(orNull(isInstant)), last_picture: maybe(orNull(isInstant)), gaps: maybe(list(asked)),
    })),
    videos: list(shape({
      file: isName, camera: words, kind: oneOf("original", "copy with clock", "redacted copy"), codec: words,
      width_px: isCount, height_px: isCount, size_bytes: isCount, sha256: isSha, head: shape(piece), index: shape(piece),
      blocks: list(shape({ ...piece, begin: isInstant, end: isInstant, times_us: list(isWhole) }), 1),
      made_from: maybe(orNull(isSha)), made_how: maybe(words),
    })),
    files: list(shape({ file: isName, size_bytes: isCount, sha256: isSha, what: words })),
  });

  function parsed(bytes) {
    let manifest;
    try {
      manifest = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      throw new Unreadable();
    }
    if (manifest === null || typeof manifest !== "object" || manifest.format !== "smartclient evidence") throw new Unreadable();
    if (manifest.version !== 1) throw new NotAPackage(`It is of version ${manifest.version}; this page reads version 1. Use a newer one.`);
    if (!isManifest(manifest)) throw new Unreadable();
    return manifest;
  }

  function isSafeName(name) {
    const parts = name.split("/");
    return parts.length <= 2 && parts.every((part) => /[^. ]/.test(part) && !/[\\:*?"<>|\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(part));
  }

  /* ---- verification ---- */

  class Verification {
    /* files: Map of name to Blob; expected: a fingerprint or ""; told(bytes): called as bytes are read. */
    constructor(files, expected, told) {
      this.files = files;
      this.expected = expected;
      this.told = told;
      this.problems = [];
      this.stampSha = null;
    }

    say(what, file, sentence, begin, end) {
      this.problems.push(begin === undefined ? { what, file, words: sentence } : { what, file, words: sentence, begin, end });
    }

    async bytes(name, most) {
      const file = this.files.get(name);
      return file ? new Uint8Array(await file.slice(0, most).arrayBuffer()) : new Uint8Array();
    }

    async report() {
      const file = this.files.get(MANIFEST);
      if (!file && !this.files.has(SIGNATURE)) {
        throw new NotAPackage("There is no manifest.json: this is no evidence package, or it was taken out of it.");
      }
      if (file && file.size > MAX.manifest) throw new NotAPackage("Its manifest.json is too large to be one.");
      if (!file) {
        this.say("missing", MANIFEST, `${MANIFEST} is missing.`);
        return this.answer("", "", 0, [], "");
      }
      const data = await this.bytes(MANIFEST, MAX.manifest);
      try {
        this.manifest = parsed(data);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        if (!this.files.has(SIGNATURE)) throw new NotAPackage("Its manifest.json cannot be read.");
        this.say("altered", MANIFEST, `${MANIFEST} was altered: it cannot be read.`);
        return this.answer("", "", 0, [], "");
      }
      const signature = await this.bytes(SIGNATURE, MAX.signature);
      const key = await this.signature(signature, data);
      const custody = await this.custody(data);
      const stamp = await this.timeStamp(signature);
      for (const video of this.manifest.videos) await this.video(video);
      for (const other of this.manifest.files) await this.whole(other);
      this.extra();
      const count = this.manifest.videos.length + this.manifest.files.length;
      return this.answer(this.manifest.title, key, count, custody, stamp, this.manifest.is_drill === true);
    }

    answer(title, key, files, custody, time_stamp, is_drill = false) {
      return { intact: this.problems.length === 0, title, key, files, problems: this.problems, custody, time_stamp, is_drill };
    }

    async signature(raw, data) {
      if (!raw.length) {
        this.say("missing", SIGNATURE, `${SIGNATURE} is missing.`);
        return "";
      }
      let said, key, signature;
      try {
        said = canonical(raw, ["algorithm", "public_key", "signature"]);
        key = fromBase64(said.public_key);
        signature = fromBase64(said.signature);
      } catch {
        this.say("signature", SIGNATURE, `${SIGNATURE} cannot be read.`);
        return "";
      }
      const message = joined(text.encode("smartclient evidence manifest\n"), data);
      if (said.algorithm !== "Ed25519" || !(await isSigned(key, signature, message))) {
        this.say("signature", SIGNATURE, `The signature does not match: ${MANIFEST} or ${SIGNATURE} was altered.`);
      }
      const name = await fingerprint(key);
      if (this.expected && ungrouped(this.expected) !== ungrouped(name)) {
        this.say("key", SIGNATURE, `It is signed with the key ${name}, not with the one expected.`);
      }
      return name;
    }

    async custody(data) {
      const chain = await this.bytes(CUSTODY, MAX.custody);
      if (!chain.length) {
        this.say("missing", CUSTODY, `${CUSTODY} is missing.`);
        return [];
      }
      const lines = [];
      let previous = await sha256(data), number = 0;
      for (const raw of splitLines(chain)) {
        number += 1;
        const [entry, flaw] = await this.link(raw, number, previous);
        if (flaw) {
          this.say("custody", CUSTODY, `${CUSTODY}, entry ${number}, ${flaw}.`);
        } else {
          if (number === 1) this.stampSha = entry.time_stamp ?? null;
          lines.push(`${moment(entry.at)} UTC: ${entry.act} by ${entry.who} at ${entry.where}.${entry.note ? ` ${entry.note}` : ""}`);
        }
        previous = await sha256(raw);
      }
      return lines;
    }

    async link(raw, number, previous) {
      let line, entry, key, signature;
      try {
        line = canonical(raw, ["entry", "public_key", "signature"]);
        key = fromBase64(line.public_key);
        signature = fromBase64(line.signature);
        entry = JSON.parse(line.entry);
        if (!isEntry(entry)) throw new Unreadable();
      } catch {
        return [null, "cannot be read"];
      }
      const message = joined(text.encode("smartclient evidence custody\n"), text.encode(line.entry));
      if (!(await isSigned(key, signature, message))) return [entry, "its signature does not match"];
      if (entry.previous !== previous || entry.number !== number) return [entry, "does not follow from what stands before it"];
      return [entry, ""];
    }

    async timeStamp(signature) {
      if (!this.files.has(TIME_STAMP)) {
        if (this.stampSha !== null) this.say("missing", TIME_STAMP, `${TIME_STAMP} is missing.`);
        return "";
      }
      const raw = await this.bytes(TIME_STAMP, MAX.stamp + 1);
      if ((await sha256(raw)) !== this.stampSha) {
        this.say("time stamp", TIME_STAMP, `${TIME_STAMP} is not the one the package was sealed with.`);
        return "";
      }
      try {
        const said = tstInfo(raw);
        if (said.imprint !== (await sha256(signature))) {
          this.say("time stamp", TIME_STAMP, "The time stamp does not belong to this package's signature.");
          return "";
        }
        return `Time stamp of ${moment(said.at)} UTC; its authority was not checked.`;
      } catch {
        this.say("time stamp", TIME_STAMP, "The time stamp cannot be read.");
        return "";
      }
    }

    async video(video) {
      if (!this.isThere(video.file)) return;
      const file = this.files.get(video.file);
      const isBad = [];
      let isHeadGood = true, at = 0;
      const pieces = [video.head, ...video.blocks, video.index];
      for (const [place, one] of pieces.entries()) {
        const isGood = (await digest(file.slice(at, at + one.length), this.told)) === one.sha256 && one.offset === at;
        at += one.length;
        if (place > 0 && place < pieces.length - 1) isBad.push(!isGood);
        else isHeadGood = isHeadGood && isGood;
      }
      const camera = this.manifest.cameras.find((known) => known.id === video.camera);
      for (const [first, last] of runs(isBad)) {
        const begin = video.blocks[first].begin, end = video.blocks[last].end;
        const span = `from ${moment(begin)} to ${moment(end)} UTC`;
        this.say("altered", video.file, `${video.file} was altered in the pictures ${span} (${camera ? camera.name : video.camera}).`, begin, end);
      }
      if (at !== file.size || video.size_bytes !== file.size || !isHeadGood) {
        this.say("altered", video.file, `${video.file} was altered beside its pictures: its header, its index or its length.`);
      }
    }

    async whole(other) {
      if (!this.isThere(other.file)) return;
      const file = this.files.get(other.file);
      if (file.size !== other.size_bytes || (await digest(file, this.told)) !== other.sha256) {
        this.say("altered", other.file, `${other.file} was altered.`);
      }
    }

    isThere(name) {
      if (!isSafeName(name)) this.say("altered", name, `The manifest names “${name}”, which is no file's name.`);
      else if (!this.files.has(name)) this.say("missing", name, `${name} is missing.`);
      else return true;
      return false;
    }

    extra() {
      const known = new Set([MANIFEST, SIGNATURE, CUSTODY, TIME_STAMP]);
      for (const one of [...this.manifest.videos, ...this.manifest.files]) known.add(one.file);
      for (const name of [...this.files.keys()].sort((a, b) => (a < b ? -1 : 1))) {
        if (!known.has(name)) this.say("extra", name, `${name} is not part of the package.`);
      }
    }
  }

  const isEntry = shape({
    number: Number.isSafeInteger, at: isInstant, act: oneOf("exported", "verified", "copied"), who: words, where: words,
    note: maybe(words), previous: isSha, time_stamp: maybe(orNull(isSha)),
  });

  function joined(one, other) {
    const all = new Uint8Array(one.length + other.length);
    all.set(one);
    all.set(other, one.length);
    return all;
  }

  /* An object with just these texts, written in the one way that the exporter writes it. */
  function canonical(raw, names) {
    const read = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
    const value = JSON.parse(read);
    if (!shape(Object.fromEntries(names.map((name) => [name, words])))(value)) throw new Unreadable();
    if (JSON.stringify(Object.fromEntries(names.map((name) => [name, value[name]]))) !== read) throw new Unreadable();
    return value;
  }

  function splitLines(bytes) {
    const lines = [];
    let start = 0;
    for (let at = 0; at <= bytes.length; at += 1) {
      if (at === bytes.length ? start < at : bytes[at] === 10) {
        lines.push(bytes.subarray(start, at));
        start = at + 1;
      }
    }
    return lines;
  }

  function* runs(isBad) {
    for (let at = 0; at < isBad.length; at += 1) {
      if (!isBad[at]) continue;
      const first = at;
      while (isBad[at + 1]) at += 1;
      yield [first, at];
    }
  }

  /* Time and digest of a time stamp (RFC 3161 2.4.2), found behind the object identifier of TSTInfo. */
  function tstInfo(raw) {
    const oid = [0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];
    const start = raw.findIndex((_, at) => oid.every((byte, index) => raw[at + index] === byte));
    if (start < 0) throw new Unreadable();
    const wrapped = der(raw, start + oid.length);
    const octets = der(raw, wrapped.from);
    const info = der(raw, octets.from);
    const parts = [];
    for (let at = info.from; at < info.to; at = parts[parts.length - 1].to) parts.push(der(raw, at));
    const imprint = parts[2], algorithm = der(raw, imprint.from), value = der(raw, algorithm.to);
    const time = parts.find((part) => part.tag === 0x18);
    const said = new TextDecoder().decode(raw.subarray(time.from, time.to)).match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/);
    return {
      imprint: hex(raw.subarray(value.from, value.to)),
      at: `${said[1]}-${said[2]}-${said[3]}T${said[4]}:${said[5]}:${said[6]}${said[7] || ""}Z`,
    };
  }

  function der(raw, at) {
    let length = raw[at + 1], from = at + 2;
    if (length > 0x80) {
      const count = length & 0x7f;
      length = raw.subarray(from, from + count).reduce((sum, byte) => sum * 256 + byte, 0);
      from += count;
    }
    if (!(from + length <= raw.length)) throw new Unreadable();
    return { tag: raw[at], from, to: from + length };
  }

  function headline(report) {
    if (report.intact) return `Intact: ${report.files} files are as they were exported.`;
    const count = report.problems.length;
    return `Not intact: ${count === 1 ? "one thing is" : `${count} things are`} wrong.`;
  }

  async function verify(files, expected = "", told = () => {}) {
    const work = new Verification(files, expected, told);
    const report = await work.report();
    return { report, manifest: work.manifest };
  }

  return { verify, headline, moment, NotAPackage };
})();
