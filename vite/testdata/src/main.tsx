import './base.css'
import './main.css'
import { mount } from './shared'
import logo from './logo.svg?no-inline'

const pages = import.meta.glob('./pages/*.tsx')

mount(logo, pages)
