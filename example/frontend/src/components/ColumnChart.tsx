type Props = {
  label: string
  columns: { name: string; value: number }[]
}

const width = 36 // of a column and the room beside it
const height = 120

// ColumnChart draws one column for each value. Screen readers get the same as a
// table.
export default function ColumnChart({ label, columns }: Props) {
  const most = Math.max(1, ...columns.map(({ value }) => value))
  return (
    <figure className="chart">
      <svg viewBox={`0 -16 ${columns.length * width} ${height + 36}`} aria-hidden="true">
        {[0, 0.5, 1].map((at) => (
          <line key={at} className="chart-line" x1="0" x2={columns.length * width} y1={height * at} y2={height * at} />
        ))}
        {columns.map(({ name, value }, n) => {
          const high = (value / most) * height
          return (
            <g key={n} data-testid="chart-column">
              <rect className="chart-column" x={n * width + 6} y={height - high} width={width - 12} height={high} rx="3" />
              {value > 0 && (
                <text className="chart-value" x={(n + 0.5) * width} y={height - high - 5}>
                  {value}
                </text>
              )}
              <text className="chart-name" x={(n + 0.5) * width} y={height + 15}>
                {name}
              </text>
            </g>
          )
        })}
      </svg>
      <table className="visually-hidden">
        <caption>{label}</caption>
        <tbody>
          {columns.map(({ name, value }, n) => (
            <tr key={n}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
