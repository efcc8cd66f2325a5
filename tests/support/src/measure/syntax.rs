//! Small questions to the syntax of Rust.
use syn::visit::{self, Visit};
use syn::{GenericArgument, PathArguments, Type};

/// Whether an item is compiled for tests only.
pub(super) fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        let tested = || attribute.parse_args::<syn::Path>();
        attribute.path().is_ident("test")
            || is_cfg && tested().is_ok_and(|condition| condition.is_ident("test"))
    })
}

/// Whether an item can be named by other files.
pub(super) fn is_public(visibility: &syn::Visibility) -> bool {
    !matches!(visibility, syn::Visibility::Inherited)
}

/// Whether a type is a list of findings: `Vec<Diagnostic>`.
pub(super) fn is_findings(kind: &Type) -> bool {
    let Type::Path(path) = kind else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
    let of_findings = |argument: &GenericArgument| matches!(argument, GenericArgument::Type(kind) if is_named(kind, "Diagnostic"));
    last.ident == "Vec" && arguments.args.iter().any(of_findings)
}

/// Whether a type's last word is a name: `diagnostic::Diagnostic`.
pub(super) fn is_named(kind: &Type, name: &str) -> bool {
    let Type::Path(path) = kind else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == name)
}

/// Whether a type, or one that it is made of, passes a test.
pub(super) fn holds(kind: &Type, test: impl Fn(&Type) -> bool) -> bool {
    struct Search<F>(F, bool);
    impl<'ast, F: Fn(&Type) -> bool> Visit<'ast> for Search<F> {
        fn visit_type(&mut self, kind: &'ast Type) {
            self.1 |= (self.0)(kind);
            visit::visit_type(self, kind);
        }
    }
    let mut search = Search(test, false);
    search.visit_type(kind);
    search.1
}

/// The types that a function takes, the receiver left out.
pub(super) fn parameters(signature: &syn::Signature) -> impl Iterator<Item = &Type> {
    signature.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(typed) => Some(&*typed.ty),
        syn::FnArg::Receiver(_) => None,
    })
}

/// The type that a function gives.
pub(super) fn result(signature: &syn::Signature) -> Option<&Type> {
    match &signature.output {
        syn::ReturnType::Type(_, kind) => Some(kind),
        syn::ReturnType::Default => None,
    }
}
