/**
 * Signs out by a whole new document: nothing of the session stays in the page's memory, and no live part of the shell
 * asks again with a session that has just ended.
 */
export function signOut(): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/sign-out'
  document.body.append(form)
  form.submit()
}
