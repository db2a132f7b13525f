//! Writes into a source file every change that is tried, each behind a switch of its own: `a + b` becomes
//! `if crate::mutant::is(7) { a - b } else { a + b }`. With all switches off the program does what it did.

use std::collections::HashSet;

use anyhow::Context;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, BinOp, Block, Expr, ReturnType, Signature, Stmt, Type, UnOp, parse_quote};

/// One change of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// Its switch.
    pub number: u32,
    /// The file, from the top of the tree.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The function.
    pub function: String,
    /// What is changed into what.
    pub change: String,
}

/// Writes the changes into one file after another.
#[derive(Debug, Default)]
pub struct Changer<'a> {
    /// What was found.
    pub mutants: Vec<Mutant>,
    /// Those that do not compile, by number.
    unviable: Option<&'a HashSet<u32>>,
    file: String,
    function: Vec<String>,
}

impl<'a> Changer<'a> {
    /// One that leaves out what does not compile.
    pub fn without(unviable: &'a HashSet<u32>) -> Self {
        Self { unviable: Some(unviable), ..Self::default() }
    }

    /// The text of `file` with its changes.
    pub fn change(&mut self, file: &str, text: &str) -> anyhow::Result<String> {
        let mut tree = syn::parse_file(text).with_context(|| file.to_owned())?;
        if is_test(&tree.attrs) {
            return Ok(text.to_owned());
        }
        file.clone_into(&mut self.file);
        self.visit_file_mut(&mut tree);
        Ok(prettyplease::unparse(&tree))
    }

    /// A new switch; none for a change that does not compile.
    fn switch(&mut self, line: usize, change: String) -> Option<u32> {
        let number = u32::try_from(self.mutants.len() + 1).expect("fewer changes");
        let (file, function) = (self.file.clone(), self.function.join("::"));
        self.mutants.push(Mutant { number, file, line, function, change });
        self.unviable.is_none_or(|unviable| !unviable.contains(&number)).then_some(number)
    }

    /// Changes inside a function, and the function into one that answers something else at once.
    fn function(&mut self, signature: &Signature, block: &mut Block) {
        if signature.constness.is_some() {
            return;
        }
        self.function.push(signature.ident.to_string());
        visit_mut::visit_block_mut(self, block);
        let line = signature.span().start().line;
        let answers = match &signature.output {
            ReturnType::Default => vec!["()"],
            ReturnType::Type(_, of) => answers(of),
        };
        let mut stmts: Vec<Stmt> = Vec::new();
        let bare = bare(block);
        for answer in answers.into_iter().filter(|answer| !says_the_same(&bare, answer)) {
            if let Some(number) = self.switch(line, format!("answers {answer}")) {
                let answer: Expr = syn::parse_str(answer).expect("an expression");
                stmts.push(parse_quote!(if crate::mutant::is(#number) { return #answer; }));
            }
        }
        stmts.append(&mut block.stmts);
        block.stmts = stmts;
        self.function.pop();
    }

    /// An operator into others.
    fn binary(&mut self, expr: &mut Expr) {
        let Expr::Binary(binary) = &*expr else { return };
        if has_let(&binary.left) || has_let(&binary.right) {
            return;
        }
        let (line, operator) = (binary.op.span().start().line, binary.op.to_token_stream().to_string());
        let (left, right) = (binary.left.clone(), binary.right.clone());
        let mut now = expr.clone();
        for other in others(&binary.op) {
            if let Some(number) = self.switch(line, format!("{operator} becomes {other}")) {
                let op: BinOp = syn::parse_str(other).expect("an operator");
                now = parse_quote!((if crate::mutant::is(#number) { (#left) #op (#right) } else { #now }));
            }
        }
        *expr = now;
    }
}

impl VisitMut for Changer<'_> {
    fn visit_item_mod_mut(&mut self, item: &mut syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit_mut::visit_item_mod_mut(self, item);
        }
    }

    // What is worked out by the compiler has no switch.
    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}
    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}
    fn visit_trait_item_const_mut(&mut self, _: &mut syn::TraitItemConst) {}
    fn visit_variant_mut(&mut self, _: &mut syn::Variant) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        if !is_test(&item.attrs) {
            let signature = item.sig.clone();
            self.function(&signature, &mut item.block);
        }
    }

    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        // What a debugger shows is no behaviour.
        let is_debug =
            item.trait_.as_ref().is_some_and(|(_, path, _)| path.to_token_stream().to_string().ends_with("Debug"));
        if is_test(&item.attrs) || is_debug {
            return;
        }
        self.function.push(item.self_ty.to_token_stream().to_string().replace(' ', ""));
        visit_mut::visit_item_impl_mut(self, item);
        self.function.pop();
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            let signature = item.sig.clone();
            self.function(&signature, &mut item.block);
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        visit_mut::visit_arm_mut(self, arm);
        let line = arm.pat.span().start().line;
        let Some((_, guard)) = &mut arm.guard else { return };
        if has_let(guard) {
            return;
        }
        if let Some(number) = self.switch(line, "the arm's condition becomes true".to_owned()) {
            **guard = parse_quote!((crate::mutant::is(#number) || #guard));
        }
        if let Some(number) = self.switch(line, "the arm's condition becomes false".to_owned()) {
            **guard = parse_quote!((!crate::mutant::is(#number) && #guard));
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if matches!(expr, Expr::Const(_) | Expr::Repeat(_)) {
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            Expr::Binary(_) => self.binary(expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                let (line, inner) = (unary.op.span().start().line, unary.expr.clone());
                if let Some(number) = self.switch(line, "! is dropped".to_owned()) {
                    *expr = parse_quote!((if crate::mutant::is(#number) { #inner } else { #expr }));
                }
            }
            _ => {}
        }
    }
}

/// What stands for an operator.
fn others(operator: &BinOp) -> &'static [&'static str] {
    match operator {
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        BinOp::Lt(_) => &["<=", "==", ">"],
        BinOp::Gt(_) => &[">=", "==", "<"],
        BinOp::Le(_) => &["<", ">"],
        BinOp::Ge(_) => &[">", "<"],
        BinOp::And(_) => &["||"],
        BinOp::Or(_) => &["&&"],
        BinOp::Add(_) => &["-"],
        BinOp::Sub(_) | BinOp::Mul(_) => &["+"],
        BinOp::Div(_) => &["*"],
        BinOp::Rem(_) => &["/"],
        BinOp::AddAssign(_) => &["-="],
        BinOp::SubAssign(_) => &["+="],
        BinOp::BitOrAssign(_) => &["&="],
        _ => &[],
    }
}

/// What a function is that does nothing but answer.
fn bare(block: &Block) -> String {
    match block.stmts.as_slice() {
        [Stmt::Expr(answer, None)] => answer.to_token_stream().to_string().replace(' ', ""),
        _ => String::new(),
    }
}

/// Is what the function answers already what it would answer instead? Such a change changes nothing.
fn says_the_same(bare: &str, answer: &str) -> bool {
    let is_empty = ["Self::default()", "Self::new()", "Self", "false", "0", "None", "Vec::new()", "String::new()"];
    bare == answer.replace(' ', "") || (answer == "Default::default()" && is_empty.contains(&bare))
}

/// What a function of this type may answer instead.
fn answers(of: &Type) -> Vec<&'static str> {
    let of = of.to_token_stream().to_string().replace(' ', "");
    match of.as_str() {
        "bool" => vec!["true", "false"],
        "String" => vec!["String::new()", "\"xyzzy\".to_owned()"],
        "&str" | "&'staticstr" => vec!["\"\"", "\"xyzzy\""],
        "usize" | "u8" | "u16" | "u32" | "u64" | "i32" | "i64" | "i128" => vec!["0", "1"],
        "!" => vec![],
        _ if of.contains("impl") || of.starts_with('&') => vec![],
        _ if of.starts_with("Option<") => vec!["None"],
        _ if of.starts_with("Vec<") => vec!["Vec::new()"],
        _ => match of.strip_prefix("Result<") {
            Some(good) if good.starts_with("bool,") => vec!["Ok(true)", "Ok(false)"],
            Some(good) if good.starts_with("()") => vec!["Ok(())"],
            Some(good) if good.starts_with("Option<") => vec!["Ok(None)"],
            Some(_) => vec!["Ok(Default::default())"],
            None => vec!["Default::default()"],
        },
    }
}

/// Does a condition bind a name? Then it cannot stand inside another expression.
fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        Expr::Paren(inner) => has_let(&inner.expr),
        _ => false,
    }
}

/// Is it there for tests alone?
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let text = attribute.to_token_stream().to_string().replace(' ', "");
        text.contains("cfg(test)") || text == "#[test]"
    })
}
