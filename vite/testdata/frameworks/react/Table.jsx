import './table.css'

export const Table = ({ rows }) => <table>{rows.map((row) => <tr key={row}><td>{row}</td></tr>)}</table>
