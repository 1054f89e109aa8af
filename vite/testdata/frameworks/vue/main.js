import { createApp } from 'vue'
import './main.css'

const pages = import.meta.glob('./pages/*.vue')
pages['./pages/Users.vue']().then((page) => createApp(page.default).mount('#app'))
