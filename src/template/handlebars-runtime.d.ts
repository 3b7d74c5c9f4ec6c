/** Handlebars without its compiler; the package's own types do not declare this file. */
declare module 'handlebars/runtime.js' {
  import Handlebars from 'handlebars';
  export default Handlebars;
}
