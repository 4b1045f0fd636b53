/**
 * Preloaded into every process the supervisor starts. When the supervisor dies without saying good-bye (`kill -9`),
 * the IPC channel closes and the child stops by itself, so no stray process keeps a port or the data folder.
 */
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}
