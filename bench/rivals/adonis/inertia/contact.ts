export type Contact = { id: number; name: string; email: string; city: string; age: number; created: string }
