import './table.css'

export const caption = (text: string) => document.createTextNode(text)
