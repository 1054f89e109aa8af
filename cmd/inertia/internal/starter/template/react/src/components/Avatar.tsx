<< if .Accounts ->>
import { initials } from '../format'

type Props = { name: string; picture?: string | null; large?: boolean }

export default function Avatar({ name, picture, large }: Props) {
  const look = large ? '<< class "avatar avatar-large" >>' : '<< class "avatar avatar-small" >>'
  return picture ? (
    <img src={picture} alt="" className={look} />
  ) : (
    <span className={look} aria-hidden="true">
      {initials(name)}
    </span>
  )
}
<< end ->>
