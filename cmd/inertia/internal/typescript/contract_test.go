package typescript_test

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// contract shares props in every way, and reads a form with fields of all kinds.
const contract = `package app

import (
	"context"
	"mime/multipart"
	"net/http"

	"github.com/inertia-templ/shell/form"
	"github.com/inertia-templ/shell/inertia"
)

type can struct {
	Edit bool ` + "`json:\"edit\"`" + `
}

type auth struct {
	Name string ` + "`json:\"name\"`" + `
}

type site struct {
	Title  string                  ` + "`json:\"title\"`" + `
	Menu   []string                ` + "`json:\"menu,omitempty\"`" + `
	Banner *string                 ` + "`json:\"banner\"`" + `
	News   inertia.Deferred[[]int] ` + "`json:\"news\"`" + `
	Hidden string                  ` + "`json:\"hidden\" inertia:\"secret\"`" + `
}

func later(context.Context) (int, error) { return 0, nil }

func shared(*http.Request) (*site, error) { return nil, nil }

var _, _ = inertia.New(
	inertia.WithShared("auth", auth{}),
	inertia.WithShared("auth.can", can{}),
	inertia.WithShared("a.b.c", 1),
	inertia.WithShared("a.later", inertia.Optional(later)),
	inertia.WithSharedFunc(shared),
)

type Address struct {
	Street string ` + "`json:\"street\"`" + `
}

type Order struct {
	ID       inertia.BigInt          ` + "`json:\"id\"`" + `
	Name     string                  ` + "`json:\"name\"`" + `
	Note     *string                 ` + "`json:\"note\"`" + `
	Coupon   string                  ` + "`json:\"coupon,omitempty\"`" + `
	Tags     []string                ` + "`json:\"tags\"`" + `
	Address  Address                 ` + "`json:\"address\"`" + `
	Billing  *Address                ` + "`json:\"billing\"`" + `
	Items    []Address               ` + "`json:\"items\"`" + `
	Picture  *multipart.FileHeader   ` + "`json:\"picture\"`" + `
	Papers   []*multipart.FileHeader ` + "`json:\"papers\"`" + `
}

func handler(w http.ResponseWriter, r *http.Request) error {
	inertia.Share(r, "tenant", "acme")
	inertia.Share(r, "a.b.d", "x")
	inertia.Flash(r, "notice", "saved")
	var in Order
	return form.Bind(r, &in)
}
`

// Each line that is wrong says so in a comment, and no other is an error of the
// released client's own types.
const contractClient = `import { setLayoutProps, useForm, usePage } from '@inertiajs/react'
import type { Order } from './types'
import './layouts'

export function flash() {
  const { flash } = usePage()
  const notice: string | undefined = flash.notice
  const wrong: number | undefined = flash.notice // wrong
  return [notice, wrong, flash.warning] // wrong
}

export function layouts() {
  setLayoutProps({ title: 'Users' })
  setLayoutProps('sidebar', { open: true })
  setLayoutProps({ title: 7 }) // wrong
  setLayoutProps('sidebar', { open: 'yes' }) // wrong
}

export function shared() {
  const { auth, a, title, menu, banner, news, tenant } = usePage().props
  const texts: string[] = [auth.name, title, banner ?? '', menu?.[0] ?? '', tenant ?? '', a.b.d ?? '']
  const numbers: number[] = [a.b.c, a.later ?? 0, news?.[0] ?? 0]
  const edit: boolean = auth.can.edit
  const late: number = a.later // wrong
  const known: string = tenant // wrong
  const list: string[] = menu // wrong
  const none: string = auth.employer // wrong
  const hidden: string = usePage().props.hidden // wrong
  return [texts, numbers, edit, late, known, list, none, hidden]
}

export function form() {
  const picture = new File([], 'a')
  const form = useForm<Order>({ id: '9007199254740993', name: '', note: null, tags: [], address: { street: '' }, billing: null, items: [], picture: null, papers: [picture] })
  form.setData('address.street', 'a')
  form.setData('papers', [null]) // wrong
  form.setData('name', 7) // wrong
  useForm<Order>({ name: '' }) // wrong
  const errors: (string | undefined)[] = [form.errors.name, form.errors.note, form.errors.coupon, form.errors.tags, form.errors['tags.0'], form.errors['address.street'],
    form.errors['billing.street'], form.errors['items.0.street'], form.errors.picture, form.errors['papers.0']]
  return [errors,
    form.errors.nothing, // wrong
    form.errors['address.town'], // wrong
    form.errors['items.0.town'], // wrong
  ]
}
`

// Layouts are given props in the browser, so their types are the front end's own.
// They join the types that are written.
const contractLayouts = `import '@inertiajs/core'

declare module '@inertiajs/core' {
  interface InertiaConfig {
    layoutProps: { title: string }
    namedLayoutProps: { sidebar: { open: boolean } }
  }
}
`

// Shared props and flash are typed as pages have them, and what a form reads fits the
// client's useForm, with the keys of its errors.
func TestSharedPropsAndFormsFitTheClient(t *testing.T) {
	t.Parallel()
	p, _, err := program(t, map[string]string{"app.go": contract})
	require.NoError(t, err)
	made, err := p.Types()
	require.NoError(t, err)
	assert.NotContains(t, made, "hidden")
	out := compile(t, map[string]string{"types.ts": made, "main.ts": contractClient, "layouts.ts": contractLayouts})
	got := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^(?:.*/)?(\w+\.ts)\((\d+),`).FindAllStringSubmatch(out, -1) {
		got[match[1]+":"+match[2]] = true
	}
	want := map[string]bool{}
	line := 1
	for _, text := range regexp.MustCompile(`.*\n`).FindAllString(contractClient, -1) {
		if regexp.MustCompile(`// wrong\n$`).MatchString(text) {
			want["main.ts:"+strconv.Itoa(line)] = true
		}
		line++
	}
	assert.Equal(t, want, got, "%s\n%s", made, out)
}
