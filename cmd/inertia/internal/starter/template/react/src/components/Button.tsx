import { useFormContext } from '@inertiajs/react'
import type { ComponentProps } from 'react'

const looks = {
  primary: '<< class "button primary" >>',
  plain: '<< class "button plain" >>',
<<- if .Accounts >>
  danger: '<< class "button danger" >>',
<<- end >>
}

type Props = Omit<ComponentProps<'button'>, 'className'> & { look?: keyof typeof looks }

// Button sends the form around it, and waits while the form is sent.
export default function Button({ look = 'primary', type = 'submit', ...rest }: Props) {
  const form = useFormContext()
  return <button type={type} className={looks[look]} disabled={form?.processing} {...rest} />
}
