import { useState } from 'react'
import './hot.css'

export default function Hot() {
  const [count, setCount] = useState(0)
  return (
    <>
      <h1 className="hot">Before</h1>
      <button data-testid="count" onClick={() => setCount(count + 1)}>{count}</button>
    </>
  )
}
