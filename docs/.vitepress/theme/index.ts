import DefaultTheme from 'vitepress/theme-without-fonts'
import type { Theme } from 'vitepress'
import { rememberTabs } from './tabs'
import './style.css'

export default { extends: DefaultTheme, setup: rememberTabs } satisfies Theme
