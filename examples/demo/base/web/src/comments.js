// Comments under a product: loading, showing, posting.

import { formatDate } from "./dates.js";
import { escapeHtml } from "./escape.js";

export function commentMarkup(comment) {
  return `
    <article class="comment" id="comment-${Number(comment.id)}">
      <header>
        <b>${escapeHtml(comment.author)}</b>
        <time>${formatDate(comment.created)}</time>
      </header>
      <p>${escapeHtml(comment.text)}</p>
    </article>`;
}

export function showComments(container, comments) {
  container.innerHTML = comments.map(commentMarkup).join("");
}

export async function loadComments(container, productId) {
  const answer = await fetch(`/api/products/${encodeURIComponent(productId)}/comments`);
  if (!answer.ok) {
    container.textContent = "The comments can't be shown right now.";
    return;
  }
  showComments(container, await answer.json());
}

export async function postComment(productId, text) {
  const answer = await fetch(`/api/products/${encodeURIComponent(productId)}/comments`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text }),
  });
  return answer.ok;
}
