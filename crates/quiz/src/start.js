// hello
__wbg_init({ module_or_path: "quiz.wasm" });
