import { mount } from './shared'
import './admin.css'

mount('admin', {})
