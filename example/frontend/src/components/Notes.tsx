import { useDates } from '../dates'
import { filesShow } from '../routes'
import { useTexts } from '../texts'
import type { Note } from '../types'
import Icon from './Icon'
import NoteForm from './NoteForm'

const texts = {
  en: { title: 'Notes', none: 'Nobody has written a note yet.' },
  de: { title: 'Notizen', none: 'Bisher hat niemand eine Notiz geschrieben.' },
}

// Notes are what users wrote about a contact, with files to download.
export default function Notes({ contact, notes }: { contact: number; notes: Note[] }) {
  const t = useTexts(texts)
  const { dateAndTime } = useDates()
  return (
    <section className="card" aria-labelledby="notes-title">
      <h2 id="notes-title">{t.title}</h2>
      <NoteForm contact={contact} />
      {notes.length === 0 && <p className="muted">{t.none}</p>}
      <ul className="notes">
        {notes.map((note) => (
          <li key={note.id} data-testid="note">
            <p className="muted small">
              <strong>{note.author}</strong> · <time dateTime={note.createdAt}>{dateAndTime(note.createdAt)}</time>
            </p>
            <p className="note-text">{note.text}</p>
            {note.files.length > 0 && (
              <ul className="files">
                {note.files.map((file) => (
                  <li key={file.id}>
                    <a className="file" href={filesShow.url(file.id)} download data-testid="note-file">
                      <Icon name="file" size={16} /> {file.name} <span className="muted small">{size(file.size)}</span>
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function size(bytes: number) {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
