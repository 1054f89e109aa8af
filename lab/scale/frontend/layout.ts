import './layout.css'
export const layout = (title: string, content: string) => `<header>${title}</header><main>${content}</main>`
