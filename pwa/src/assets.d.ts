/** Of the file that holds the page of reflections, in hexadecimal. */
declare const REFLECTIONS_SHA256: string;

/** Vite gives the address of a script that runs beside the page. */
declare module "*?worker&url" {
  const address: string;
  export default address;
}
