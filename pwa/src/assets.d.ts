/** Vite gives the address of a script that runs beside the page. */
declare module "*?worker&url" {
  const address: string;
  export default address;
}
