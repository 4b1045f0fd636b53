/** How a page is looked at: on a desk by day and by night, and on a phone. For `test.use`. */
export const looks = [
  { name: 'light', use: { colorScheme: 'light', viewport: { width: 1440, height: 900 } } },
  { name: 'dark', use: { colorScheme: 'dark', viewport: { width: 1024, height: 768 } } },
  {
    name: 'phone',
    use: { colorScheme: 'dark', viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  },
] as const
