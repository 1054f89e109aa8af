const paths = {
  dashboard: 'M3 3h6v8H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 13h6v4H3z',
  contacts: 'M10 9.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5zM3.5 17a6.5 6.5 0 0 1 13 0z',
  organisations: 'M4 17V4.5L11 3v14M11 8h5v9M2.5 17h15M6.5 7.5h2M6.5 10.5h2M6.5 13.5h2',
  trash: 'M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5',
  audit: 'M4 4h12v13H4zM7 8h6M7 11h6M7 14h3.5',
  team: 'M7 9a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 7 9zM1.8 16.5a5.2 5.2 0 0 1 10.4 0zM13.5 9.5a2.25 2.25 0 1 0-.6-4.4M13.7 11.6a4.4 4.4 0 0 1 4.5 4.9h-3.4',
  about: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v4.5M10 6.4v.1',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  close: 'm5 5 10 10M15 5 5 15',
  code: 'm7 5.5-4.5 4.5L7 14.5M13 5.5l4.5 4.5-4.5 4.5',
  pencil: 'M4 16l.8-3.3 8.4-8.4 2.5 2.5-8.4 8.4z',
  file: 'M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15',
  plus: 'M10 4v12M4 10h12',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5',
  back: 'M16 10H4M9 5l-5 5 5 5',
}

export type IconName = keyof typeof paths

// Icon is decoration: what it stands for is said beside it, or in the label of
// its button.
export default function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
