// Optional enhancements of the form: a character counter, and a new CAPTCHA without reloading the
// page. Sends no requests to other sites and stores nothing.
"use strict";

// As feedback/screening/comment_text.py: removes control characters, counts visible ones.
const NOT_TEXT =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]|\p{Cs}/gu;
const NOTHING_TO_SEE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const PAUSE = 1500;

function visibleLength(text) {
  let length = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (!NOTHING_TO_SEE.test(segment)) length += 1;
  }
  return length;
}

// Remaining characters; negative if the comment is too long.
function roomLeft(text, limit, points) {
  const kept = text.replace(/\r\n?/g, "\n").replace(NOT_TEXT, "").normalize("NFC").trim();
  return Math.min(limit - visibleLength(kept), points - Array.from(kept).length);
}

function startCounter(field, counter) {
  const { limit, points, left, over } = counter.dataset;
  const spoken = document.getElementById("comment-spoken");
  let timer;
  const show = () => {
    const room = roomLeft(field.value, Number(limit), Number(points));
    counter.textContent = room < 0 ? `${over} ${-room}` : `${left} ${room}`;
    counter.classList.toggle("error", room < 0);
    // Announced after a pause in typing, not at every key.
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = counter.textContent; }, PAUSE);
  };
  counter.hidden = false;
  field.addEventListener("input", show);
  show();
  clearTimeout(timer);
}

async function renew(form, button) {
  const data = new URLSearchParams(new FormData(form));
  data.set(button.name, button.value);
  const response = await fetch(form.action, { method: "POST", body: data });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("challenge");
  if (!fresh) throw new Error("The answer is another page.");
  document.getElementById("challenge").replaceWith(fresh);
  const answer = document.getElementById("answer");
  answer.value = "";
  answer.focus();
  const spoken = document.getElementById("challenge-spoken");
  spoken.textContent = spoken.dataset.renewed;
}

function startRenewal(form) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.value !== "renew" || button.dataset.plain) return;
    event.preventDefault();
    renew(form, button).catch(() => {
      // Fall back to submitting the form, which also shows the error.
      button.dataset.plain = "yes";
      form.requestSubmit(button);
    });
  });
}

const comment = document.getElementById("comment");
const counter = document.getElementById("comment-count");
if (comment && counter && window.Intl && Intl.Segmenter) startCounter(comment, counter);

const challenge = document.getElementById("challenge");
if (challenge && window.fetch) startRenewal(challenge.form || challenge.closest("form"));

// For browsers that ignore `autofocus` outside fields; leaves the focus if the user has moved it.
const summary = document.querySelector(".summary");
if (summary && document.activeElement === document.body) summary.focus();
