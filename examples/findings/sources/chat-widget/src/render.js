// Draws the messages of a chat into the page.

const TIME = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit" });

export class MessageList {
  constructor(root, self) {
    this.root = root;
    this.self = self;
    this.seen = new Set();
  }

  add(message) {
    if (this.seen.has(message.id)) {
      return;
    }
    this.seen.add(message.id);
    const row = document.createElement("li");
    row.className = message.author === this.self ? "mine" : "theirs";
    row.append(this.head(message), this.body(message));
    this.root.append(row);
    row.scrollIntoView({ block: "end" });
  }

  head(message) {
    const head = document.createElement("header");
    const name = document.createElement("strong");
    name.textContent = message.author;
    const time = document.createElement("time");
    time.textContent = TIME.format(new Date(message.sent));
    head.append(name, time);
    return head;
  }

  body(message) {
    const body = document.createElement("p");
    const text = message.text.replace(/\*([^*\n]+)\*/g, "<b>$1</b>").replace(/\n/g, "<br>");
    body.innerHTML = text;
    return body;
  }

  clear() {
    this.seen.clear();
    this.root.replaceChildren();
  }
}
