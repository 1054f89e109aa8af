import { Deferred, Form, Head, router } from '@inertiajs/react'
import Button from '../components/Button'
import Field from '../components/Field'
import { focusFirstError } from '../focus'
import { day } from '../format'
import { tasksDestroy, tasksStore, tasksUpdate } from '../routes'
import type { Task, TasksProps } from '../types'

// What a change asks for again: the list, and the counts that a first visit defers.
const changed = { only: ['tasks', 'counts'], preserveScroll: true }

export default function Tasks({ tasks, counts }: TasksProps) {
  return (
    <div className="<< class "column" >>">
      <Head title="Tasks" />
      <div className="<< class "page-head" >>">
        <h1 className="<< class "title" >>">Tasks</h1>
        <Deferred data="counts" fallback={<span className="<< class "skeleton" >>" aria-label="Counting" role="img" />} rescue={<Uncounted />}>
          <p className="<< class "muted" >>">
            {counts?.open} open, {counts?.done} done
          </p>
        </Deferred>
      </div>

      <Form action={tasksStore()} validationTimeout={0} options={changed} resetOnSuccess={['title']} onError={focusFirstError} className="<< class "add" >>" noValidate>
        <Field name="title" label="New task" autoComplete="off" placeholder="What is to be done?" required live />
        <Button>Add task</Button>
      </Form>

      {tasks.length > 0 ? (
        <ul className="<< class "list" >>">
          {tasks.map((task) => (
            <Row key={task.id} task={task} />
          ))}
        </ul>
      ) : (
        <div className="<< class "empty" >>">
          <p className="<< class "part-title" >>">Nothing to do</p>
          <p className="<< class "muted" >>">Tasks that you add appear here.</p>
        </div>
      )}
    </div>
  )
}

// The box changes at once, and back if the server refuses.
function Row({ task }: { task: Task }) {
  const toggle = () =>
    router
      .optimistic<TasksProps>(({ tasks }) => ({ tasks: tasks.map((other) => (other.id === task.id ? { ...other, done: !task.done } : other)) }))
      .put(tasksUpdate.url(task.id), { done: !task.done }, changed)

  return (
    <li className="<< class "list-row" >>">
      <label className="<< class "check grow" >>">
        <input type="checkbox" className="<< class "checkbox" >>" checked={task.done} onChange={toggle} />
        <span className="<< class "task" >>">{task.title}</span>
      </label>
      <time dateTime={task.created} className="<< class "date" >>">
        {day(task.created)}
      </time>
      <button type="button" className="<< class "icon-button" >>" aria-label={`Delete ${task.title}`} onClick={() => router.delete(tasksDestroy.url(task.id), changed)}>
        <svg viewBox="0 0 16 16" className="<< class "icon" >>" aria-hidden="true">
          <path d="M2.5 4.5h11M6 4V2.5h4V4m2 .5-.6 9H4.6l-.6-9" fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </button>
    </li>
  )
}

function Uncounted() {
  return (
    <Button look="plain" type="button" onClick={() => router.reload({ only: ['counts'] })}>
      Not counted. Try again
    </Button>
  )
}
