import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import tsconfigPaths from 'vite-tsconfig-paths'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    tailwindcss(),
    remix({
      ignoredRouteFiles: ['**/.*', '**/*.test.*'],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_singleFetch: true,
        v3_lazyRouteDiscovery: true,
        // Names every route to Vite's optimiser at the start. Without it each new page brings dependencies that were not
        // bundled yet, the bundle is made anew, and the page runs on two copies of React.
        unstable_optimizeDeps: true,
      },
    }),
    tsconfigPaths(),
  ],
  // Maps of the server's code make its stack traces readable; the browser's would only be bytes to serve.
  build: { target: 'es2022', sourcemap: isSsrBuild === true },
  // The web process listens elsewhere; Vite runs inside it as middleware, with its own socket for hot reload.
  server: { middlewareMode: true },
}))
