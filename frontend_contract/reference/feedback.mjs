// Services and their feedback form, in two steps and without JavaScript, cookies or sessions.
import { list, section } from "./blocks.mjs";
import { html } from "./html.mjs";

export function drawServices({ services }, words) {
  const entry = ({ name, slug, description }) => html`<article class="card">
    <h2><a href="${words.services_path}${slug}/">${name}</a></h2><p>${description}</p></article>`;
  return html`<h1>${words.services}</h1>${services.nodes.map(entry)}
    <p><a href="${words.answer_path}">${words.read}</a></p>`;
}

/** Render a service with its form; `form` is the input, `errors` the API's errors. */
export function drawService({ service }, words, form = {}, errors = []) {
  return html`<h1>${service.name}</h1><p class="lead">${service.description}</p><p>${service.access}</p>
    ${drawAnswers(service.answers, words)}${drawVoices(service.voices, words)}${drawSummary(service.feedbackSummary, words)}
    ${section(words.feedback, service.isOpen ? drawForm(service, words, form, errors) : html`<p>${words.closed}</p>`)}`;
}

function drawAnswers(answers, words) {
  return section(words.answers, answers.length > 0 && answers.map(({ said, done, reason }) => html`<article class="card">
    <p>${words.youSaid} ${said}</p><p>${words.weDid} ${done} ${reason}</p></article>`));
}

function drawVoices({ nodes, pageInfo }, words) {
  const voice = ({ text, language }) => html`<blockquote class="comment" lang="${language}">${text}</blockquote>`;
  const more = pageInfo.hasNextPage && html`<p><a href="?after=${pageInfo.endCursor}">${words.more}</a></p>`;
  return section(words.voices, nodes.length > 0 && [...nodes.map(voice), more]);
}

/** Format a share: one number if known exactly, otherwise a range. */
function percent({ atLeast, atMost }, words) {
  return atLeast === atMost ? words.percent(atLeast) : `${words.percent(atLeast)}–${words.percent(atMost)}`;
}

/** Render the figures as a table; ranges are shown as ranges. */
function drawSummary(summary, words) {
  if (!summary) return null;
  const months = ({ firstMonth, lastMonth }) =>
    [firstMonth ? words.month(firstMonth) : words.since, words.month(lastMonth)].join(" – ");
  const row = (period) => html`<tr><th scope="row">${months(period)}</th><td>${period.count}</td>
    <td>${percent(period.share, words)}</td></tr>`;
  return section(words.figures, html`<table><caption>${words.satisfied}</caption>
    <thead><tr><th scope="col">${words.months}</th><th scope="col">${words.count}</th><th scope="col">${words.share}</th></tr></thead>
    <tbody>${summary.periods.map(row)}</tbody>
    <tfoot><tr><th scope="row">${words.all}</th><td>${summary.count}</td><td>${percent(summary.share, words)}</td></tr></tfoot></table>
    <p>${words.withheld} <a href="${summary.openDataUrl}">${words.openData}</a></p>`);
}

function errorsOf(field, errors) {
  return errors.filter((error) => error.field === field).map(({ message }) => html`<p class="error" id="${field}-error">${message}</p>`);
}

function drawForm({ ratings }, words, form, errors) {
  const choice = ({ value, label }) => html`<label><input type="radio" name="rating" value="${value}" required
    ${form.rating === String(value) && html`checked`}> ${label}</label>`;
  return html`${errors.length > 0 && html`<div role="alert">${list(errors, ({ message }) => message)}</div>`}
    <form method="post"><p>${words.anonymous}</p>
    <fieldset><legend>${words.rating}</legend>${errorsOf("rating", errors)}${ratings.map(choice)}</fieldset>
    <label for="comment">${words.comment}</label>
    <textarea id="comment" name="comment" rows="5" maxlength="1200">${form.comment}</textarea>
    <input type="hidden" name="clientId" value="${form.clientId ?? crypto.randomUUID()}">
    <button>${words.next}</button></form>`;
}

/** Render help lines; shown first, whether or not the comment is sent. */
function drawHelp(lines, words, readLater) {
  const line = ({ reason, name, phone, hours, url }) => html`${reason}: ${name}
    ${phone && html`<a href="tel:${phone.replace(/[^\d+]/g, "")}">${phone}</a>`}
    ${url && html`<a href="${url}" rel="noreferrer">${new URL(url).host.replace(/^www\./, "")}</a>`} ${hours}`;
  return lines.length > 0 && html`<section class="notice"><h2>${words.help}</h2><p>${words.helpAtOnce}</p>
    ${list(lines, line)}<p>${readLater}</p></section>`;
}

/** Render the comment with marks on passages that may identify someone. */
function drawComment({ passages, hasPersonalData }, words) {
  const kinds = [...new Set(passages.map(({ label }) => label).filter(Boolean))];
  return html`${passages.length > 0 && html`<h2>${words.wrote}</h2>
    <p class="comment">${passages.map(({ text, found }) => (found ? html`<mark>${text}</mark>` : text))}</p>`}
    ${hasPersonalData && html`<div class="notice"><p>${words.personal}</p>${list(kinds, (kind) => kind)}</div>`}`;
}

// Marks the last step without a challenge.
const NO_TASK = "-";

/** Render the last step: the comment and the challenge, with the input in hidden fields. */
export function drawCheck(captcha, screening, words, form, errors = []) {
  const kept = ["rating", "comment", "clientId"].map((name) => html`<input type="hidden" name="${name}" value="${form[name]}">`);
  // Somebody in need gets no task: the key alone is sent.
  const task = screening.helpLines.length > 0 ? html`<input type="hidden" name="captchaResponse" value="${NO_TASK}">` : html`
    <img src="${captcha.imageUrl}" alt="${words.picture}" width="260" height="80">
    <label for="answer">${captcha.question}</label>
    <input id="answer" name="captchaResponse" autocomplete="off" required
      ${errors.length > 0 && html`aria-invalid="true" aria-describedby="captchaResponse-error"`}>`;
  const title = screening.helpLines.length > 0 ? words.send : words.captcha;
  return html`<h1>${title}</h1>${drawHelp(screening.helpLines, words, words.readLater)}
    <form method="post">${drawComment(screening, words)}${errorsOf("captchaResponse", errors)}${kept}
    <input type="hidden" name="captchaKey" value="${captcha.key}">${task}
    <button>${words.send}</button>
    <button name="change" value="yes" formnovalidate>${words.change}</button></form>`;
}

export function drawThanks(receipt, helpLines, words) {
  return html`<h1>${words.thanks}</h1>${drawHelp(helpLines, words, words.isReadLater)}
    <p>${words.receipt} <strong>${receipt.replace(/(.{4})(?=.)/g, "$1 ")}</strong></p>`;
}

/** Handle a submitted form: return the form, the last step, errors or the thank-you page. */
export async function answerForm(ask, slug, form, words) {
  const language = words.locale;
  const { rating, comment = "", clientId, captchaKey, captchaResponse, change } = form;
  const serviceAgain = async (errors) =>
    drawService(await ask("Service", { slug, ...(language === "sv" ? {} : { locale: language }) }), words, form, errors);
  if (change) return serviceAgain();
  const screen = async () => (await ask("ScreenComment", { comment, language }, { isSecret: true })).screenComment;
  if (!captchaResponse) {
    const challenge = ask("IssueCaptcha", { language }, { isSecret: true });
    const [screening, { issueCaptcha }] = await Promise.all([screen(), challenge]);
    return drawCheck(issueCaptcha, screening, words, form);
  }
  const input = { service: slug, rating: Number(rating) || 0, comment, language, captchaKey, clientId,
    captchaResponse: captchaResponse === NO_TASK ? "" : captchaResponse };
  const { submitFeedback } = await ask("SubmitFeedback", { input, language }, { isSecret: true });
  const { received, receipt, errors, captcha, helpLines } = submitFeedback;
  if (received) return drawThanks(receipt, helpLines, words);
  const isAboutAnswer = errors.every(({ field }) => field === "captchaResponse");
  if (isAboutAnswer && captcha) return drawCheck(captcha, await screen(), words, form, errors);
  return html`${drawHelp(helpLines, words, words.readLater)}${await serviceAgain(errors)}`;
}

function drawNumberForm(words, typed = "", error = "") {
  return html`<h1>${words.read}</h1>${error && html`<p class="error" role="alert" id="receipt-error">${error}</p>`}
    <form method="post"><label for="receipt">${words.number}</label>
    <input id="receipt" name="receipt" inputmode="numeric" autocomplete="off" value="${typed}"
      ${error && html`aria-invalid="true" aria-describedby="receipt-error"`}>
    <button>${words.show}</button></form>`;
}

/** Ask for a receipt, or show the answer; never reveals whether a number exists. */
export async function answerReceipt(ask, form, words) {
  if (!form) return drawNumberForm(words);
  try {
    const { feedbackAnswer: answer } = await ask("FeedbackAnswer", { receipt: form.receipt ?? "" }, { isSecret: true });
    if (!answer) return html`${drawNumberForm(words)}<p role="status">${words.noAnswer}</p>`;
    return html`<h1>${answer.serviceName}</h1><p><strong>${words.outcomes[answer.outcome]}</strong>, ${words.day(answer.answeredOn)}</p>
      <div lang="${answer.language}">${answer.text.split(/\n\n+/).map((text) => html`<p>${text}</p>`)}<p>${answer.reason}</p></div>`;
  } catch (error) {
    if (error.code !== "BAD_USER_INPUT") throw error;
    return drawNumberForm(words, form.receipt, words.digits);
  }
}
