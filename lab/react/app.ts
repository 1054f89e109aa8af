const pages = import.meta.glob<{ default: React.ComponentType }>('./pages/*.tsx')

export const resolve = async (name: string) => (await pages[`./pages/${name}.tsx`]()).default
