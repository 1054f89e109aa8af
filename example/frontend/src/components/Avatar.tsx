type Props = { name: string; size?: 'small' | 'medium' | 'large'; image?: string }

// Avatar shows a picture, or the initials of a name on a colour that belongs to
// the name.
export default function Avatar({ name, size = 'medium', image }: Props) {
  if (image) {
    return <img className={`avatar avatar-${size}`} src={image} alt="" />
  }
  const words = name.split(/\s+/).filter(Boolean)
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
  return (
    <span className={`avatar avatar-${size} hue-${hue(name)}`} aria-hidden="true">
      {initials}
    </span>
  )
}

function hue(name: string) {
  let sum = 0
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973
  return sum % 6
}
