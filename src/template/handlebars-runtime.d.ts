/** Handlebars without its compiler, whose own types do not name the file. */
declare module 'handlebars/runtime.js' {
  import Handlebars from 'handlebars';
  export default Handlebars;
}
