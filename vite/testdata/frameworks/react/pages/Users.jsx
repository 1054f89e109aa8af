import { useState } from 'react'
import { Table } from '../Table'
import './users.css'

export default function Users() {
  const [rows] = useState(['Ada'])
  return <Table rows={rows} />
}
