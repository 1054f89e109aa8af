import type { ReactNode } from 'react'
import Icon, { type IconName } from './Icon'

type Props = { icon: IconName; title: string; testid?: string; children?: ReactNode }

// Empty says that there is nothing, and what can be done about it.
export default function Empty({ icon, title, testid, children }: Props) {
  return (
    <div className="card empty" data-testid={testid}>
      <Icon name={icon} size={28} />
      <p>{title}</p>
      {children}
    </div>
  )
}
