// Skeleton holds the place of what is being fetched, so that nothing jumps when
// it arrives.
export default function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div className="skeleton" role="status" data-testid="skeleton">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, n) => (
        <span key={n} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  )
}
