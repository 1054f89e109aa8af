import { slow } from '#lib/server/data.js'

export const load = async () => ({ values: await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(slow)) })
