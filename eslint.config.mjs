import tseslint from "typescript-eslint";

// Node takes a compiled file for an ES module where it redeclares what CommonJS hands to each file: the names must stay free.
const moduleNames = "/^(module|exports|require|__filename|__dirname)$/";
const topLevel = ["Program", "Program > ExportNamedDeclaration"];
const redeclared = topLevel.flatMap((place) => [
  `${place} > VariableDeclaration[kind!="var"] > VariableDeclarator > Identifier.id[name=${moduleNames}]`,
  `${place} > VariableDeclaration[kind!="var"] > VariableDeclarator > .id Property > Identifier.value[name=${moduleNames}]`,
  `${place} > ClassDeclaration > Identifier.id[name=${moduleNames}]`,
]);

export default tseslint.config(
  {
    ignores: ["**/dist/**", "**/node_modules/**", "sdk/**", "coverage/**", "examples/**", "provider/bin/**"],
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/prefer-nullish-coalescing": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "no-restricted-syntax": [
        "error",
        ...redeclared.map((selector) => ({
          selector,
          message: "Call it otherwise: Node would take the compiled file for an ES module.",
        })),
      ],
      "no-param-reassign": ["error", { props: true }],
      "max-lines": ["warn", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["warn", { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["tests/**/*.ts", "bench/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
