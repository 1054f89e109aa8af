import { Head } from '@inertiajs/react'

export default function Described() {
  return (
    <>
      <Head title="Of the component">
        <meta head-key="description" name="description" content="Of the component" />
      </Head>
      <h1>Described</h1>
    </>
  )
}
