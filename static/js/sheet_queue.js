// What is typed into the score sheet, on its way to the server.
//
// Each change lies in localStorage before anything else happens, keyed by evaluation,
// evaluator and cell, and leaves it only when the server has said that it is on disk.
// So a lost connection, a closed lid, a restarted server or an expired session lose nothing.

const AGAIN = [1000, 2000, 4000, 8000, 15000];
const ADOPT_AFTER = 20000;

function same(one, other) {
  return Boolean(one && other) && Object.keys(one).every((name) => plain(one[name]) === plain(other[name]));
}

function plain(text) {
  return (text ?? "").replaceAll("\r\n", "\n").trimEnd();
}

// localStorage, or memory where the browser keeps nothing.
function storage() {
  try {
    localStorage.setItem("vendor-eval test", "1");
    localStorage.removeItem("vendor-eval test");
    return localStorage;
  } catch {
    return null;
  }
}

export class Queue {
  constructor({ base, prefix, evaluator, token, needsReason, reason, tell, mirror }) {
    Object.assign(this, { base, prefix, evaluator, token, needsReason, reason, tell, mirror });
    this.store = storage();
    this.entries = new Map();
    this.revisions = new Map();
    this.trouble = "";
    this.failures = 0;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(prefix) : null;
  }

  get keeps() {
    return this.store !== null;
  }

  get waiting() {
    return [...this.entries.values()];
  }

  start() {
    this.adopt();
    window.addEventListener("storage", (event) => this.seen(event));
    this.channel?.addEventListener("message", ({ data }) => this.heard(data));
    for (const name of ["online", "focus", "pageshow"]) {
      window.addEventListener(name, () => this.flush());
    }
    window.addEventListener("offline", () => this.fail("offline"));
    window.addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => this.flush());
    setInterval(() => this.adopt(), ADOPT_AFTER);
    this.tell();
  }

  // What an earlier page, or a tab that is gone, has left behind.
  adopt() {
    if (!this.store) {
      return;
    }
    for (let place = 0; place < this.store.length; place += 1) {
      const name = this.store.key(place);
      const key = name.startsWith(this.prefix) ? name.slice(this.prefix.length) : "";
      if (!key || this.entries.has(key)) {
        continue;
      }
      const kept = this.read(name);
      if (kept && (!this.started || Date.now() - kept.at > ADOPT_AFTER)) {
        this.entries.set(key, { ...kept, key, state: "waiting", due: 0 });
        this.mirror(key, kept.fields);
      }
    }
    this.started = true;
    this.later(0);
  }

  read(name) {
    try {
      return JSON.parse(this.store.getItem(name));
    } catch {
      return null;
    }
  }

  keep(entry) {
    const { fields, revision, sent, at } = entry;
    try {
      this.store?.setItem(this.prefix + entry.key, JSON.stringify({ fields, revision, sent, at }));
    } catch {
      this.store = null; // full or forbidden: the page says so and asks before it is left
    }
  }

  forget(key) {
    this.entries.delete(key);
    this.store?.removeItem(this.prefix + key);
  }

  edit(key, fields, delay) {
    const known = this.entries.get(key);
    const entry = known ?? { key, revision: this.revisions.get(key) ?? 0, state: "waiting" };
    Object.assign(entry, { fields, at: Date.now(), due: Date.now() + delay });
    if (entry.state !== "conflict") {
      entry.state = "waiting";
    }
    this.entries.set(key, entry);
    this.keep(entry);
    this.tell(key);
    this.later(delay);
  }

  // Two tabs of one browser show the same: what is typed in one appears in the other.
  seen(event) {
    if (!event.key?.startsWith(this.prefix) || !event.newValue) {
      return;
    }
    const key = event.key.slice(this.prefix.length);
    const theirs = this.read(event.key);
    const ours = this.entries.get(key);
    if (theirs && (!ours || ours.at < theirs.at) && !ours?.busy) {
      this.entries.delete(key);
      this.mirror(key, theirs.fields);
      this.tell(key);
    }
  }

  heard({ key, revision, fields, saved_at }) {
    this.revisions.set(key, revision);
    if (!this.entries.has(key)) {
      this.mirror(key, fields);
      this.tell(key, saved_at);
    }
  }

  later(delay) {
    setTimeout(() => this.pump(), delay);
  }

  flush() {
    for (const entry of this.entries.values()) {
      entry.due = 0;
    }
    this.failures = 0;
    this.pump();
  }

  resolve(key, keepOurs) {
    const entry = this.entries.get(key);
    if (!entry?.there) {
      return;
    }
    this.revisions.set(key, entry.there.revision);
    if (keepOurs) {
      Object.assign(entry, { revision: entry.there.revision, state: "waiting", due: 0, there: null });
      this.keep(entry);
      this.pump();
    } else {
      const there = entry.there;
      this.forget(key);
      this.mirror(key, there.fields);
      this.tell(key, there.saved_at);
    }
  }

  next() {
    const now = Date.now();
    return this.waiting.find((entry) => entry.state === "waiting" && entry.due <= now);
  }

  async pump() {
    if (this.running) {
      return;
    }
    this.running = true;
    try {
      for (let entry = this.next(); entry; entry = this.next()) {
        if (!(await this.send(entry))) {
          break;
        }
      }
    } finally {
      this.running = false;
    }
    this.tell();
  }

  async send(entry) {
    const reason = this.reason();
    if (this.needsReason && !reason) {
      entry.state = "reason";
      this.tell(entry.key);
      return true;
    }
    const before = entry.sent ?? [];
    const fields = entry.fields;
    Object.assign(entry, { busy: true, sent: [...before, fields].slice(-8) });
    this.keep(entry);
    this.tell(entry.key);
    const answer = await this.put(entry, fields, reason);
    entry.busy = false;
    return answer ? this.settle(entry, fields, before, answer) : this.fail("offline", entry);
  }

  async put(entry, fields, reason) {
    const { evaluator } = this;
    const message = JSON.stringify({ evaluator, revision: entry.revision, fields, reason });
    try {
      const response = await fetch(this.base + entry.key, {
        method: "PUT",
        redirect: "manual",
        keepalive: message.length < 60000,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
        body: message,
      });
      const said = await response.json().catch(() => null);
      return { status: response.type === "opaqueredirect" ? 401 : response.status, said };
    } catch {
      return null;
    }
  }

  async settle(entry, fields, before, { status, said }) {
    if (status === 200 && said) {
      this.accept(entry, fields, said);
      return true;
    }
    if (status === 409 && said?.there) {
      this.disagree(entry, before, said.there);
      return true;
    }
    if (status === 401 || said?.error === "CSRFError" || (status === 403 && !entry.asked)) {
      entry.asked = status === 403;
      return this.renew(entry);
    }
    if (status >= 500 || status === 429 || !said) {
      return this.fail("offline", entry);
    }
    Object.assign(entry, { state: said.error === "ReasonNeededError" ? "reason" : "refused", text: said.text });
    this.tell(entry.key);
    return true;
  }

  accept(entry, fields, said) {
    this.failures = 0;
    this.trouble = "";
    this.revisions.set(entry.key, said.revision);
    this.channel?.postMessage({ key: entry.key, ...said });
    if (entry.fields === fields) {
      this.forget(entry.key);
    } else {
      Object.assign(entry, { revision: said.revision, sent: null });
      this.keep(entry);
    }
    this.tell(entry.key, said.saved_at);
  }

  disagree(entry, before, there) {
    if (before.some((fields) => same(there.fields, fields))) {
      // Ours, saved earlier; only the answer got lost on the way.
      Object.assign(entry, { revision: there.revision, due: 0 });
      this.keep(entry);
      return;
    }
    Object.assign(entry, { state: "conflict", there });
    this.tell(entry.key);
  }

  // A new token: the session has ended, and somebody may have signed in again since.
  async renew(entry) {
    try {
      const response = await fetch(`${this.base}token`, { redirect: "manual", headers: { Accept: "application/json" } });
      const said = response.ok ? await response.json() : null;
      if (!said) {
        return this.fail(response.type === "opaqueredirect" || response.status === 401 ? "signed_out" : "offline", entry);
      }
      if (said.evaluator !== this.evaluator) {
        return this.fail("somebody_else", entry);
      }
      this.token = said.token;
      entry.due = 0;
      return true;
    } catch {
      return this.fail("offline", entry);
    }
  }

  fail(trouble, entry) {
    const delay = AGAIN[Math.min(this.failures, AGAIN.length - 1)];
    this.failures += 1;
    this.trouble = trouble;
    if (entry) {
      entry.due = Date.now() + delay;
      this.later(delay);
    }
    this.tell(entry?.key);
    return false;
  }
}
