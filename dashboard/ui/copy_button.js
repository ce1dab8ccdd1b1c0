export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button"), says = parentElement.querySelector("[role=status]")
  button.textContent = data.label
  button.onclick = () => copy(data.text).then(() => { says.textContent = "已复制" }, () => { says.textContent = "浏览器不允许复制，请选中文字复制" })
}
