//! The two property functions that the service defines outside its function crate.

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BinaryDictionaryBuilder, DictionaryArray, Int32Array, ListArray, UInt64Array,
};
use datafusion::arrow::compute::{cast, take};
use datafusion::arrow::datatypes::{DataType, Field, Fields, Int32Type};
use datafusion::common::{Result, internal_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};
use jsonb::Value;
use micromegas_datafusion_extensions::properties::properties_udf::extract_properties_as_vec;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// `List<Struct{key, value}>`, the older form of properties.
fn property_list() -> DataType {
    let property =
        Fields::from(vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, false)]);
    DataType::List(Arc::new(Field::new("Property", DataType::Struct(property), false)))
}

fn dictionary(values: DataType) -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(values))
}

fn only_argument(function: &str, arguments: &[ColumnarValue]) -> Result<ArrayRef> {
    match ColumnarValue::values_to_arrays(arguments)?.as_slice() {
        [argument] => Ok(argument.clone()),
        _ => internal_err!("wrong number of arguments to {function}()"),
    }
}

/// `properties_to_dict(properties)`: a dictionary of the distinct lists.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct PropertiesToDict(Signature);

impl Default for PropertiesToDict {
    fn default() -> Self {
        PropertiesToDict(Signature::exact(vec![property_list()], Volatility::Immutable))
    }
}

impl ScalarUDFImpl for PropertiesToDict {
    fn name(&self) -> &str {
        "properties_to_dict"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _argument_types: &[DataType]) -> Result<DataType> {
        Ok(dictionary(property_list()))
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if matches!(arguments.args.first(), Some(ColumnarValue::Scalar(_))) {
            return internal_err!("properties_to_dict does not support scalar inputs");
        }
        let lists = only_argument(self.name(), &arguments.args)?;
        let lists = lists.as_list::<i32>();
        let mut key_of_list = HashMap::new();
        let mut first_rows = vec![];
        let keys = (0..lists.len())
            .map(|row| {
                if lists.is_null(row) {
                    return Ok(None);
                }
                let properties = extract_properties_as_vec(lists.value(row).as_struct())?;
                let key = *key_of_list.entry(properties).or_insert_with(|| {
                    first_rows.push(row as u64);
                    first_rows.len() as i32 - 1
                });
                Ok(Some(key))
            })
            .collect::<Result<Int32Array>>()?;
        let values = take(lists, &UInt64Array::from(first_rows), None)?;
        let values = cast(&values, &property_list())?;
        Ok(ColumnarValue::Array(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, values)?)))
    }
}

/// `properties_to_jsonb(properties)`: lists become JSONB objects; JSONB becomes a dictionary.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct PropertiesToJsonb(Signature);

impl Default for PropertiesToJsonb {
    fn default() -> Self {
        PropertiesToJsonb(Signature::any(1, Volatility::Immutable))
    }
}

impl ScalarUDFImpl for PropertiesToJsonb {
    fn name(&self) -> &str {
        "properties_to_jsonb"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _argument_types: &[DataType]) -> Result<DataType> {
        Ok(dictionary(DataType::Binary))
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let properties = only_argument(self.name(), &arguments.args)?;
        let converted = match properties.data_type() {
            DataType::Binary => cast(&properties, &dictionary(DataType::Binary))?,
            DataType::List(_) => dictionary_of_distinct(&jsonb_objects(properties.as_list())),
            DataType::Dictionary(_, values) => match values.as_ref() {
                DataType::Binary => properties,
                DataType::List(_) => {
                    let lists = cast(&properties, values)?;
                    dictionary_of_distinct(&jsonb_objects(lists.as_list()))
                }
                _ => {
                    return internal_err!(
                        "properties_to_jsonb: unsupported dictionary value type, expected List or Binary"
                    );
                }
            },
            _ => {
                return internal_err!(
                    "properties_to_jsonb: unsupported input type, expected List, Binary, Dictionary<Int32, List>, or Dictionary<Int32, Binary>"
                );
            }
        };
        Ok(ColumnarValue::Array(converted))
    }
}

fn jsonb_objects(lists: &ListArray) -> BinaryArray {
    (0..lists.len())
        .map(|row| {
            if lists.is_null(row) {
                return None;
            }
            let properties = extract_properties_as_vec(lists.value(row).as_struct()).ok()?;
            let object: BTreeMap<String, Value> =
                properties.into_iter().map(|(key, value)| (key, Value::String(Cow::Owned(value)))).collect();
            let mut bytes = vec![];
            Value::Object(object).write_to_vec(&mut bytes);
            Some(bytes)
        })
        .collect()
}

fn dictionary_of_distinct(values: &BinaryArray) -> ArrayRef {
    let mut builder = BinaryDictionaryBuilder::<Int32Type>::new();
    builder.extend(values);
    Arc::new(builder.finish())
}
