// What Streamlit's own page lacks for people who use a keyboard. Leans on its inside, like streamlit.css.
const SKIP = '[data-testid="stSkipToContent"]', POPOVER = '[data-testid="stPopoverBody"]'
const CHOICES = "button:not(:disabled), input, [tabindex='0']"

// Written anew whenever Streamlit writes it, because a hidden English text is still read aloud.
function speakChinese() {
  document.documentElement.lang = "zh-CN"
  for (const link of document.querySelectorAll(SKIP)) if (link.textContent !== "跳到正文") link.textContent = "跳到正文"
}

// From the button that opened it, one Tab leads into a popover, which Streamlit puts at the end of the page.
function enterPopover(event) {
  if (event.key !== "Tab" || event.shiftKey || !document.activeElement?.closest('[data-testid="stPopover"]')) return
  const choices = [...(document.querySelector(POPOVER)?.querySelectorAll(CHOICES) ?? [])]
  const first = choices.find((each) => each.tabIndex >= 0 && each.checkVisibility())
  if (!first) return
  event.preventDefault()
  first.focus()
}

export default function () {
  speakChinese()
  if (window.keyboardIsHelped) return
  window.keyboardIsHelped = true
  document.addEventListener("keydown", enterPopover, true)
}
